/** Observes ZooKeeper with a few bytes of its own protocol. */
@NullMarked
package com.posthog.doctor.probe.zookeeper;

import org.jspecify.annotations.NullMarked;
