/** Judges ZooKeeper. */
@NullMarked
package com.posthog.doctor.check.zookeeper;

import org.jspecify.annotations.NullMarked;
