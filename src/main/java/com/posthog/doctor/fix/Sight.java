package com.posthog.doctor.fix;

import com.posthog.doctor.facts.FactKey;
import java.io.IOException;
import java.util.Optional;

/**
 * What is seen of the machine: by the same probes that rules rely on, each fact when it is wanted.
 */
public interface Sight {
  /** One that sees nothing. */
  Sight NONE =
      new Sight() {
        @Override
        public <F> F see(FactKey<F> key) throws IOException {
          throw new IOException("the machine is not looked at here");
        }

        @Override
        public Sight anew() {
          return this;
        }

        @Override
        public Optional<String> trouble(String check) throws IOException {
          throw new IOException("no check is made here");
        }
      };

  /**
   * A fact about the machine.
   *
   * @throws IOException with the reason why it cannot be read
   */
  <F> F see(FactKey<F> key) throws IOException;

  /** The same machine, of which nothing is known yet. */
  Sight anew();

  /**
   * What a check finds now; empty when it passes.
   *
   * @throws IOException when there is no such check
   */
  Optional<String> trouble(String check) throws IOException;
}
