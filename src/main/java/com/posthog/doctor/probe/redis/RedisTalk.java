package com.posthog.doctor.probe.redis;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.host.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One conversation with a Redis, over one plain connection. */
final class RedisTalk {
  private static final int LONGEST = 200;

  private RedisTalk() {}

  /** What the server says, or how far the client came. */
  static RedisFacts facts(RedisPlace place, Contact contact, Deadline deadline) {
    try (Connection connection = open(place, contact, deadline)) {
      RedisInfo info = new RedisInfo(ask(connection, Protocol.Command.INFO));
      if (info.text("redis_version").isEmpty()) {
        return refused(place, contact, Contact.Stage.QUERY, "says nothing of itself");
      }
      boolean saveFails = info.logFails() || (info.lastSaveFailed() && stopsThen(connection));
      String cluster = info.isCluster() ? clusterState(connection) : "";
      return info.facts(contact.at(Contact.Stage.READY, ""), place.service(), saveFails, cluster);
    } catch (JedisAccessControlException refused) {
      return refused(place, contact, Contact.Stage.LOGIN, "refuses the login: " + words(refused));
    } catch (JedisDataException complaint) {
      return refused(place, contact, Contact.Stage.QUERY, "answers: " + words(complaint));
    } catch (JedisConnectionException lost) {
      return refused(place, contact, Contact.Stage.QUERY, "takes the login and then says nothing");
    } catch (JedisException other) {
      return refused(place, contact, Contact.Stage.QUERY, "gives an answer that is not understood");
    }
  }

  private static RedisFacts refused(
      RedisPlace place, Contact contact, Contact.Stage stage, String what) {
    return new RedisInfo("")
        .facts(
            contact.at(stage, RedisProbe.where(contact) + " " + what), place.service(), false, "");
  }

  /** The server's own words, without what could be a secret. */
  private static String words(JedisDataException complaint) {
    String message = complaint.getMessage();
    String text = message == null ? "" : Setting.withoutPasswords(message);
    String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
  }

  private static Connection open(RedisPlace place, Contact contact, Deadline deadline) {
    int millis = (int) deadline.remainingWithin(deadline.limit()).toMillis();
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .autoNegotiateProtocol(false)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .timeoutMillis(millis);
    if (!place.password().isEmpty()) {
      config.password(place.password());
      if (!place.user().isEmpty()) {
        config.user(place.user());
      }
    }
    JedisClientConfig ready = config.build();
    return new Connection(() -> socket(contact, millis, deadline), ready);
  }

  /** A plain socket that is closed when the time is over. */
  private static Socket socket(Contact contact, int millis, Deadline deadline) {
    Socket socket = deadline.guard(new Socket());
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(contact.address(), contact.port()), millis);
      return socket;
    } catch (IOException closed) {
      throw new JedisConnectionException(closed);
    }
  }

  private static String ask(Connection connection, Protocol.Command command) {
    return text(connection.executeCommand(command));
  }

  private static String text(Object answer) {
    return answer instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
  }

  /** Whether it refuses writes while it cannot save; where it does not tell, it does as usual. */
  private static boolean stopsThen(Connection connection) {
    try {
      Object answer =
          connection.executeCommand(
              new CommandArguments(Protocol.Command.CONFIG)
                  .add("GET")
                  .add("stop-writes-on-bgsave-error"));
      return !(answer instanceof List<?> pair
          && pair.size() == 2
          && text(pair.get(1)).equals("no"));
    } catch (JedisDataException notAllowed) {
      return true;
    }
  }

  private static String clusterState(Connection connection) {
    try {
      Object answer =
          connection.executeCommand(new CommandArguments(Protocol.Command.CLUSTER).add("INFO"));
      return new RedisInfo(text(answer)).text("cluster_state");
    } catch (JedisDataException notAllowed) {
      return "";
    }
  }
}
