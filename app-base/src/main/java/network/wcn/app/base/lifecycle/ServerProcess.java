package network.wcn.app.base.lifecycle;

import java.io.PrintStream;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.base.http.Readiness;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a server's process and its exit status: 0 after a signal, 78 for a wrong
 * configuration, 1 when the server cannot start.
 *
 * <p>SIGTERM, SIGINT and SIGHUP all end it in order; further signals do nothing.
 */
public final class ServerProcess {
  /** Exit status of a wrong configuration, as in sysexits.h. */
  public static final int EX_CONFIG = 78;

  private static final int EX_FAILURE = 1;
  private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

  private ServerProcess() {}

  /** Makes a server out of its parts and registers each with {@code lifecycle}. */
  @FunctionalInterface
  public interface Starter {
    /**
     * Starts everything and returns.
     *
     * @throws ConfigurationProblems if the environment is wrong
     * @throws StartFailure if the world is not as the server needs it
     */
    void start(Lifecycle lifecycle, Readiness readiness);
  }

  /** Runs a server until a signal ends it. Does not return. */
  public static void run(Starter starter) {
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) ->
        log.atError()
            .addKeyValue("thread", thread.getName())
            .setCause(thrown)
            .log("A thread ended with an error"));
    Readiness readiness = new Readiness();
    Lifecycle lifecycle = new Lifecycle(readiness, Ticker.system());
    Thread hook = new Thread(() -> endInOrder(lifecycle), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      starter.start(lifecycle, readiness);
      lifecycle.serving();
    } catch (RuntimeException e) {
      int status = report(e, System.err);
      lifecycle.shutDown();
      Runtime.getRuntime().halt(status);
    }
    lifecycle.awaitClosed();
  }

  /** Runs in the shutdown hook: after a signal the virtual machine would exit with 128 + signal. */
  private static void endInOrder(Lifecycle lifecycle) {
    lifecycle.shutDown();
    Runtime.getRuntime().halt(0);
  }

  /** Writes why a server cannot start as plain text and returns the exit status. */
  static int report(RuntimeException failure, PrintStream out) {
    return switch (failure) {
      case ConfigurationProblems problems -> {
        out.println("Error: " + problems.getMessage());
        yield EX_CONFIG;
      }
      case StartFailure _ -> {
        out.println("Error: " + failure.getMessage());
        printCauses(failure, out);
        yield EX_FAILURE;
      }
      default -> {
        out.println("Error: " + failure);
        failure.printStackTrace(out);
        yield EX_FAILURE;
      }
    };
  }

  private static void printCauses(Throwable failure, PrintStream out) {
    if (failure.getCause() == null) {
      return;
    }
    out.println();
    out.println("Caused by:");
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      out.println("    " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()));
    }
  }
}
