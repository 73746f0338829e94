package network.wcn.tck.backup;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.storage.StoreFault;
import network.wcn.tck.process.ChildJvm;

/** Opens a database in a process of its own and says how that ended. */
final class OpenElsewhere {
  private OpenElsewhere() {}

  /** Returns {@code OPENED}, the kind of the fault, or whatever else the process said. */
  static String run(Class<? extends StoreEngineSuite> suite, Path place)
      throws IOException, InterruptedException {
    Process process =
        ChildJvm.builder(OpenElsewhere.class, suite.getName(), place.toString()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }

  /** Opens {@code arguments[1]} with the engine of the suite {@code arguments[0]}. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Constructor<?> suite = Class.forName(arguments[0]).getDeclaredConstructor();
    suite.setAccessible(true);
    StoreEngineSuite made = (StoreEngineSuite) suite.newInstance();
    try (CopyableStore _ = made.engine().open(Path.of(arguments[1]))) {
      System.out.println("OPENED");
    } catch (StoreFault fault) {
      System.out.println(fault.kind());
    }
  }
}
