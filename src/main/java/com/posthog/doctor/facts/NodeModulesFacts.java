package com.posthog.doctor.facts;

import java.util.List;

/**
 * What pnpm has installed: at the top of the checkout ({@code root}), or for the node services
 * ({@code server}: {@code nodejs/}, before that {@code plugin-server/}).
 *
 * @param folder the folder that is judged, relative to the checkout: {@code nodejs/node_modules}
 * @param kind as in {@link FileFacts}
 * @param lacking what an installed folder would have, at most ten
 * @param lockProblem why it could not be compared with {@code pnpm-lock.yaml}; one sentence, or
 *     empty
 * @param changed what differs from {@code pnpm-lock.yaml}, at most ten
 * @param changedCount how many differ
 * @param natives the modules with compiled parts among the direct dependencies
 * @param nodeMajor the major version of Node that this checkout requires; 0 when it does not say
 * @param abi the version of compiled modules of that Node; 0 when it is not known
 * @param requiredIn where the checkout says so
 */
public record NodeModulesFacts(
    String folder,
    String kind,
    List<String> lacking,
    String lockProblem,
    List<String> changed,
    int changedCount,
    List<NativeModule> natives,
    int nodeMajor,
    int abi,
    String requiredIn) {

  public NodeModulesFacts {
    lacking = List.copyOf(lacking);
    changed = List.copyOf(changed);
    natives = List.copyOf(natives);
  }

  /** The key for {@code root} or {@code server}. */
  public static FactKey<NodeModulesFacts> key(String part) {
    return FactKey.of("node-modules", part, NodeModulesFacts.class);
  }

  /**
   * A module with compiled parts.
   *
   * @param built whether a compiled file is there
   * @param abi the version it was compiled for; 0 when it fits every Node or does not say
   * @param source the file that says so, relative to the checkout
   */
  public record NativeModule(String name, boolean built, int abi, String source) {}
}
