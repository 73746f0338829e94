package network.wcn.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that hold secrets: only their owner can read them, and they are written whole. */
public final class SecretFile {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SecretFile() {}

  /**
   * Returns what a file holds, without white space around it.
   *
   * @param what is in the file, for messages: "key"
   * @throws CommandFailed if it cannot be read or holds nothing
   */
  public static String read(Path file, String what) {
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new CommandFailed(file + " holds no " + what + ", it is empty");
      }
      return text;
    } catch (IOException e) {
      throw new CommandFailed("cannot read the " + what + " in " + file + ": " + reason(e), e);
    }
  }

  /**
   * Refuses a file that is there already, before anybody is asked for anything.
   *
   * @throws CommandFailed if {@code file} exists and may not be replaced, or is a directory
   */
  public static void requireWritable(Path file, boolean mayReplace) {
    if (Files.isDirectory(file)) {
      throw new CommandFailed(file + " is a directory; name a file");
    }
    if (!mayReplace && Files.exists(file)) {
      throw exists(file);
    }
  }

  /**
   * Writes a file beside its place and moves it there once it is on the disk.
   *
   * @throws CommandFailed if that cannot be done, or {@code file} exists and may not be replaced
   */
  public static void write(Path file, String text, boolean mayReplace) {
    requireWritable(file, mayReplace);
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      try (FileChannel channel =
          FileChannel.open(
              draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      if (mayReplace) {
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(draft, file);
      }
    } catch (FileAlreadyExistsException _) {
      throw exists(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailed(
          "cannot write " + file + ": there is no directory " + file.toAbsolutePath().getParent(),
          e);
    } catch (IOException e) {
      throw new CommandFailed("cannot write " + file + ": " + reason(e), e);
    }
  }

  private static CommandFailed exists(Path file) {
    return new CommandFailed(file + " exists already; --force replaces it");
  }

  /** Says in words what the JDK says by the exception's type alone. */
  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }
}
