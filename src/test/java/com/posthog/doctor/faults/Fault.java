package com.posthog.doctor.faults;

import java.nio.file.Files;
import java.util.Map;

/**
 * A fault that can be made on the stack and taken away again.
 *
 * @param name as a sentence says it: {@code db is stopped}
 * @param headline the one check that is to say so, with its subject behind a blank: {@code
 *     container.running db}; without one it says the same of all its subjects, or has none
 * @param make makes it; what it gives back are variables that the doctor is then started with
 * @param mend takes it away
 */
record Fault(String name, String headline, Make make, Act mend) {

  /** Makes a fault. */
  interface Make {
    Map<String, String> on(Stack stack) throws Exception;
  }

  /** Does something to the stack. */
  interface Act {
    void on(Stack stack) throws Exception;
  }

  /** A fault of the stack. */
  static Fault of(String name, String headline, Act make, Act mend) {
    return new Fault(
        name,
        headline,
        stack -> {
          make.on(stack);
          return Map.of();
        },
        mend);
  }

  /** A fault of the shell that the doctor is started in. */
  static Fault exported(String name, String headline, String variable, String value) {
    return new Fault(name, headline, stack -> Map.of(variable, stack.filled(value)), stack -> {});
  }

  /** A fault of the checkout's own settings: a line in {@code .env.local}. */
  static Fault set(String name, String headline, String line) {
    return of(
        name,
        headline,
        stack -> stack.checkout().write(".env.local", stack.filled(line) + "\n"),
        stack -> Files.deleteIfExists(stack.checkout().at(".env.local")));
  }
}
