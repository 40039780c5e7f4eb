package com.posthog.doctor.facts;

import java.util.List;

/**
 * Where the checkout will run its tools.
 *
 * @param kind the environment that the checkout offers: {@code flox}, {@code devenv} or empty
 * @param source the file that declares it
 * @param active whether this shell runs inside it
 * @param built whether it was activated at least once, so that its programs are there
 * @param folder the folder of its programs; empty when there is none
 * @param other the folder of another flox environment that is active in this shell; empty otherwise
 * @param launcher the path of the program that activates it; empty when it is not installed
 * @param brings the programs that it brings
 * @param lacking those of them that are neither in it nor anywhere else
 * @param activationError the last line of error of the newest activation log; may be empty
 * @param activationLog that log
 * @param venv the folder of the checkout's virtual environment of Python; empty when there is none
 * @param venvPython the version of its Python; empty when it is not told
 * @param places the folders where programs are looked for, in order
 */
public record ToolboxFacts(
    String kind,
    String source,
    boolean active,
    boolean built,
    String folder,
    String other,
    String launcher,
    List<String> brings,
    List<String> lacking,
    String activationError,
    String activationLog,
    String venv,
    String venvPython,
    List<Place> places) {
  public static final FactKey<ToolboxFacts> KEY = FactKey.of("toolbox", ToolboxFacts.class);

  /**
   * A folder of programs.
   *
   * @param foundBy how it comes to be searched: {@code PATH}, {@code Homebrew}
   * @param onPath whether the shell searches it too
   */
  public record Place(String folder, String foundBy, boolean onPath) {}

  public ToolboxFacts {
    brings = List.copyOf(brings);
    lacking = List.copyOf(lacking);
    places = List.copyOf(places);
  }

  /** Whether activating the environment would bring this program, which it does not do now. */
  public boolean wouldBring(String tool) {
    return !launcher.isEmpty() && !active && !built && brings.contains(tool);
  }
}
