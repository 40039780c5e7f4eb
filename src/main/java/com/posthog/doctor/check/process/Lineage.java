package com.posthog.doctor.check.process;

import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ProcessFacts.Process;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A process and its ancestors. It is an orphan when its line leads to the first process of the
 * machine (or of the user's session) through nothing but servers and the scripts that started them.
 *
 * @param chain the process first, its oldest known ancestor last
 * @param apps what belongs to the checkout
 */
record Lineage(List<Process> chain, AppFacts apps) {
  /** What servers of a checkout are started by: they do not end when the terminal is closed. */
  private static final Pattern WORKER =
      Pattern.compile(
          "python[0-9.]*|node|pnpm|npm|npx|yarn|bun|deno|cargo|granian|uvicorn|gunicorn|celery|vite"
              + "|esbuild|nodemon|tsx|turbo|dagster.*|nc|env|timeout|nohup|flox|uv");

  private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "fish");

  /** An editor, or an agent, starts servers of its own and ends them with itself. */
  private static final Pattern EDITOR =
      Pattern.compile(
          "(?i)\\.(vscode|cursor|windsurf)-server|code-server|/\\.?jetbrains/|remote-dev|"
              + "pycharm|webstorm|intellij|idea/bin|Visual Studio Code|Cursor\\.app|Zed\\.app|"
              + "claude|codex|aider|opencode|gemini|copilot");

  /** Programs that end what they have started. */
  private static final Pattern MANAGER =
      Pattern.compile(
          "phrocs|mprocs|process-compose|overmind|hivemind|foreman|honcho|supervisord|pm2.*|coder|"
              + "tmux.*|screen|zellij|sshd.*|login|containerd-shim.*");

  Lineage {
    chain = List.copyOf(chain);
  }

  /** Whether nothing is left that could end it. */
  boolean orphaned() {
    int first = first();
    if (first <= 0 || MANAGER.matcher(name(chain.get(first))).matches()) {
      return false; // itself the first, or the line cannot be followed, or it is a manager's
    }
    for (int i = 0; i < first; i++) {
      Process one = chain.get(i);
      boolean worker =
          i == 0 || worker(one) && (one.folder().isEmpty() || apps.contains(one.folder()));
      if (!worker || MANAGER.matcher(name(one)).matches() || EDITOR.matcher(one.command()).find()) {
        return false;
      }
    }
    return true;
  }

  /** The oldest of the line below the first process: with it the others end. */
  Process oldest() {
    return chain.get(first() - 1);
  }

  /**
   * Where the machine's first process is, or the one that adopts orphans within a session; -1 if
   * nowhere.
   */
  private int first() {
    for (int i = 0; i < chain.size(); i++) {
      Process one = chain.get(i);
      boolean session = one.program().equals("systemd") && one.command().contains("--user");
      if (one.pid() == 1 || session) {
        return i;
      }
    }
    return -1;
  }

  private static boolean worker(Process process) {
    String name = name(process);
    if (SHELLS.contains(name)) {
      // one that runs a script or a line; an interactive one is a terminal that is still open
      return process.command().contains(" -c ") || process.command().contains("/");
    }
    return WORKER.matcher(name).matches() || process.command().contains("/target/debug/");
  }

  private static String name(Process process) {
    return process.program().toLowerCase(Locale.ROOT);
  }
}
