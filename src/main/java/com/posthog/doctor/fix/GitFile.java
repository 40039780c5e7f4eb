package com.posthog.doctor.fix;

import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the checkout as git keeps it: asked of git without running what its configuration names
 * and without a network, and believed only when the name of the object fits its bytes.
 *
 * @param mode that a checkout gives it
 */
record GitFile(Content content, int mode) {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Pattern ENTRY =
      Pattern.compile("(\\d{6}) ([0-9a-f]{40}|[0-9a-f]{64}) (\\d)\\t.*");

  /** The file of this name in the index. */
  static GitFile of(Host host, Path checkout, String name) throws Refused {
    if (name.startsWith("-")) {
      throw new Refused("its name could be taken for an option of git");
    }
    List<String> entries =
        ask(host, checkout, "ls-files", "-s", "--", name).lines().map(String::strip).toList();
    Matcher entry = ENTRY.matcher(entries.isEmpty() ? "" : entries.get(0));
    if (entries.size() != 1 || !entry.matches()) {
      throw new Refused(
          entries.size() > 1 ? "a merge of it is not finished" : "git does not track it");
    }
    String mode = entry.group(1);
    if (!mode.startsWith("100")) {
      throw new Refused("git keeps a link under this name");
    }
    String hash = entry.group(2);
    byte[] bytes = ask(host, checkout, "cat-file", "blob", hash).getBytes(StandardCharsets.UTF_8);
    if (!name(bytes, hash.length()).equals(hash)) {
      throw new Refused("it is no text, or too large to be shown: `git checkout -- " + name + "`");
    }
    if (new String(bytes, StandardCharsets.UTF_8).startsWith("version https://git-lfs.")) {
      throw new Refused("git lfs keeps it: `git checkout -- " + name + "`");
    }
    return new GitFile(Content.of(bytes), mode.equals("100755") ? 0755 : 0644);
  }

  private static String ask(Host host, Path checkout, String... question) throws Refused {
    List<String> argv =
        new ArrayList<>(
            List.of("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"));
    argv.addAll(List.of("-C", checkout.toString()));
    argv.addAll(List.of(question));
    Answer answer = host.ask(argv, Deadline.in(LIMIT));
    if (!answer.succeeded()) {
      throw new Refused(
          answer.outcome() == Answer.Outcome.ABSENT
              ? "git is not on PATH"
              : "git does not give it here: " + answer.firstLine());
    }
    return answer.out();
  }

  /** The name that git gives to these bytes. */
  private static String name(byte[] bytes, int letters) {
    try {
      MessageDigest digest = MessageDigest.getInstance(letters == 40 ? "SHA-1" : "SHA-256");
      digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
