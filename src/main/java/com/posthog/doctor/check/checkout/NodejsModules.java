package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.NodeModulesFacts;
import com.posthog.doctor.facts.NodeModulesFacts.NativeModule;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Judges {@code checkout.nodejs-modules}: whether the packages of the node services are installed,
 * current, and compiled for the Node that this checkout requires.
 */
public final class NodejsModules implements Rule {
  private static final Subject LOCK = new Subject("pnpm-lock.yaml", "pnpm-lock");

  /** The Node that people know by the number in its modules. */
  private static final Map<Integer, String> NODE =
      Map.of(
          93, "16", 108, "18", 111, "19", 115, "20", 120, "21", 127, "22", 131, "23", 137, "24",
          141, "25");

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(NodeModulesFacts.key("server"));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    NodeModulesFacts modules = facts.get(NodeModulesFacts.key("server"));
    String service = modules.folder().replace("/node_modules", "");
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(
        NodeModules.installed(modules, "install-node-modules")
            .about(new Subject(modules.folder(), "node-modules")));
    if (verdicts.get(0).status() != Status.PASS) {
      return verdicts;
    }
    verdicts.add(NodeModules.current(modules, "install-node-modules").about(LOCK));
    for (NativeModule module : modules.natives()) {
      verdicts.add(
          compiled(module, modules)
              .about(Subject.of(module.name()))
              .with("module", module.name())
              .with("service", service));
    }
    return verdicts;
  }

  private static Verdict compiled(NativeModule module, NodeModulesFacts modules) {
    if (!module.built()) {
      return Verdict.fail("not-compiled").curedBy("rebuild-nodejs-modules");
    }
    if (module.abi() == 0 || modules.abi() == 0 || module.abi() == modules.abi()) {
      return Verdict.pass("compiled");
    }
    return Verdict.fail("other-node")
        .with("seen", NODE.getOrDefault(module.abi(), "of another version"))
        .with("abi", module.abi())
        .with("major", modules.nodeMajor())
        .with("needed", modules.abi())
        .seen("seen", "NODE_MODULE_VERSION " + module.abi(), module.source())
        .seen("needed", "Node " + modules.nodeMajor() + ": " + modules.abi(), modules.requiredIn())
        .curedBy("rebuild-nodejs-modules");
  }
}
