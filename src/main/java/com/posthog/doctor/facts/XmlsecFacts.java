package com.posthog.doctor.facts;

import java.util.List;

/**
 * What is needed to build Python's xmlsec and lxml, when no wheel fits this machine.
 *
 * @param used whether the checkout depends on them
 * @param source the file that says so
 * @param installed whether the virtual environment has them already
 * @param mustBuild the packages for which the lock file lists no wheel that fits
 * @param platform what a wheel must be for: {@code cp313, linux, x86_64}
 * @param found the libraries whose headers pkg-config knows, with versions
 * @param missing the libraries that it does not know
 */
public record XmlsecFacts(
    boolean used,
    String source,
    boolean installed,
    List<String> mustBuild,
    String platform,
    List<String> found,
    List<String> missing) {
  public static final FactKey<XmlsecFacts> KEY = FactKey.of("xmlsec", XmlsecFacts.class);

  public XmlsecFacts {
    mustBuild = List.copyOf(mustBuild);
    found = List.copyOf(found);
    missing = List.copyOf(missing);
  }
}
