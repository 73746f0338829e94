package network.wcn.app.db.dump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.wcn.domain.Bytes;
import network.wcn.domain.ops.DumpProblem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpFormatTest {
  private static final Throttle UNLIMITED = new Throttle(0, () -> 0);
  private static final DumpSecret SECRET = new DumpSecret(Bytes.utf8("correct horse"));
  private static final DumpSecret OTHER = new DumpSecret(Bytes.utf8("battery staple"));
  private static final DumpWriter.Origin ORIGIN =
      new DumpWriter.Origin(
          "rocksdb", 1, Instant.parse("2025-09-18T04:00:00Z"), "0.1.0", new RecordCounts(3, 4));

  @TempDir Path directory; // set by JUnit

  private Path source = Path.of("."); // set before each test
  private final Random random = new Random(42);

  @BeforeEach
  void makeFiles() throws IOException {
    source = Files.createDirectories(directory.resolve("source/db")).resolveSibling(".");
    source = source.normalize();
    write("FORMAT", 12);
    write("db/empty.sst", 0);
    write("db/000001.sst", 3_000_000);
    write("db/CURRENT", ChunkOutput.CHUNK_BYTES);
  }

  private void write(String name, int size) throws IOException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    Files.write(source.resolve(name), content);
  }

  private Path dump(Optional<DumpSecret> secret) {
    Path dump = directory.resolve("some.dump");
    new DumpWriter(secret, UNLIMITED, Progress.none()).write(source, ORIGIN, dump);
    return dump;
  }

  private DumpManifest extract(Path dump, DumpSecret... secrets) throws IOException {
    FileTree.remove(directory.resolve("target"));
    Path target = Files.createDirectory(directory.resolve("target"));
    return new DumpReader(List.of(secrets), Progress.none()).extract(dump, target);
  }

  private void assertInvalid(Path dump, DumpSecret... secrets) {
    DumpFault fault = assertThrows(DumpFault.class, () -> extract(dump, secrets));
    assertEquals(DumpProblem.INVALID_DUMP_FILE, fault.problem(), fault.getMessage());
  }

  private void assertSameFiles() throws IOException {
    List<Path> files = FileTree.filesOf(source);
    for (Path file : files) {
      Path copy = directory.resolve("target").resolve(source.relativize(file));
      assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy), file.toString());
    }
    assertEquals(files.size(), FileTree.filesOf(directory.resolve("target")).size());
  }

  @Test
  void anEncryptedDumpGivesBackEveryFile() throws IOException {
    DumpManifest manifest = extract(dump(Optional.of(SECRET)), OTHER, SECRET);
    assertSameFiles();
    assertEquals(new RecordCounts(3, 4), manifest.counts());
    assertEquals("rocksdb", manifest.engine());
    assertEquals(ORIGIN.createdAt(), manifest.createdAt());
    assertEquals(3_000_012 + ChunkOutput.CHUNK_BYTES, manifest.sizeBytes());
  }

  @Test
  void aPlainDumpNeedsNoSecret() throws IOException {
    extract(dump(Optional.empty()));
    assertSameFiles();
  }

  @Test
  void anEncryptedDumpShowsNothingOfItsContent() throws IOException {
    byte[] whole = Files.readAllBytes(dump(Optional.of(SECRET)));
    String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("000001.sst"));
    assertFalse(text.contains("created_at"));
    byte[] format = Files.readAllBytes(source.resolve("FORMAT"));
    assertFalse(text.contains(new String(format, java.nio.charset.StandardCharsets.ISO_8859_1)));
  }

  @Test
  void anotherSecretOpensNothing() {
    assertInvalid(dump(Optional.of(SECRET)), OTHER);
  }

  @Test
  void withoutASecretTheReasonIsNamed() {
    Path dump = dump(Optional.of(SECRET));
    DumpFault fault = assertThrows(DumpFault.class, () -> extract(dump));
    assertEquals(DumpProblem.ENCRYPTION_SECRET_MISSING, fault.problem());
  }

  @Test
  void everyChangedByteIsFound() throws IOException {
    for (Optional<DumpSecret> secret : List.of(Optional.of(SECRET), Optional.<DumpSecret>empty())) {
      Path dump = directory.resolve("some.dump");
      Files.deleteIfExists(dump);
      byte[] whole = Files.readAllBytes(dump(secret));
      for (int i = 0; i < 40; i++) {
        byte[] damaged = whole.clone();
        // The cipher and salt of the header and the tail of the file are always among them.
        int at =
            i < DumpHeader.SIZE_BYTES
                ? i
                : i % 2 == 0 ? whole.length - i : random.nextInt(whole.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(dump, damaged);
        DumpFault fault = assertThrows(DumpFault.class, () -> extract(dump, SECRET), "byte " + at);
        assertTrue(fault.problem() == DumpProblem.INVALID_DUMP_FILE, "byte " + at + ": " + fault);
      }
    }
  }

  @Test
  void aDumpThatIsCutOrGoesOnIsRefused() throws IOException {
    Path dump = dump(Optional.of(SECRET));
    byte[] whole = Files.readAllBytes(dump);
    for (int size : new int[] {0, 5, DumpHeader.SIZE_BYTES, 60, 1 << 20, whole.length - 1}) {
      Files.write(dump, Arrays.copyOf(whole, size));
      assertInvalid(dump, SECRET);
    }
    Files.write(dump, Arrays.copyOf(whole, whole.length + 1));
    assertInvalid(dump, SECRET);
  }

  @Test
  void chunksCannotChangePlacesOrLoseTheLast() throws IOException {
    Path dump = dump(Optional.of(SECRET));
    byte[] whole = Files.readAllBytes(dump);
    int frame = 5 + ChunkOutput.CHUNK_BYTES + ChunkSeal.SEAL_BYTES;
    byte[] swapped = whole.clone();
    System.arraycopy(whole, DumpHeader.SIZE_BYTES + frame, swapped, DumpHeader.SIZE_BYTES, frame);
    System.arraycopy(whole, DumpHeader.SIZE_BYTES, swapped, DumpHeader.SIZE_BYTES + frame, frame);
    Files.write(dump, swapped);
    assertInvalid(dump, SECRET);

    byte[] cut = Arrays.copyOf(whole, DumpHeader.SIZE_BYTES + frame);
    cut[DumpHeader.SIZE_BYTES] = 1;
    Files.write(dump, cut);
    assertInvalid(dump, SECRET);
  }

  @Test
  void aNewerFormatIsRefusedByItsNumber() throws IOException {
    Path dump = dump(Optional.empty());
    byte[] whole = Files.readAllBytes(dump);
    whole[7] = 2;
    Files.write(dump, whole);
    DumpFault fault = assertThrows(DumpFault.class, () -> extract(dump));
    assertEquals("the dump has format 2, known are 1 to 1", fault.getMessage());
  }

  @Test
  void noFileLeavesTheDirectory() throws IOException {
    for (String path : List.of("../evil", "/evil", "a/../../evil", "a//b", ".", "a\\b", "")) {
      Path dump = directory.resolve("forged.dump");
      Files.write(dump, forged(path));
      assertInvalid(dump);
      assertFalse(Files.exists(directory.resolve("evil")));
    }
  }

  private static byte[] forged(String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Bytes header = DumpHeader.plain().encode();
    out.write(header.unsafeArray());
    ChunkOutput chunks = new ChunkOutput(out, new DigestSeal(header));
    DataOutputStream content = new DataOutputStream(chunks);
    content.writeByte(DumpWriter.FILE);
    content.writeShort(path.length());
    content.writeBytes(path);
    content.writeLong(0);
    chunks.finish();
    return bytes.toByteArray();
  }

  @Test
  void aThrottleSpreadsBytesOverTime() {
    long[] now = {0};
    Throttle throttle = new Throttle(1000, () -> now[0]);
    assertEquals(0, throttle.delayNanos(500));
    assertEquals(500_000_000, throttle.delayNanos(1000));
    assertEquals(1_500_000_000, throttle.delayNanos(1));
    now[0] = 10_000_000_000L;
    assertEquals(0, throttle.delayNanos(1000));
    assertEquals(1_000_000_000, throttle.delayNanos(1000));
  }

  @Test
  void theEndOfTheSecretsLineDoesNotCount() throws IOException {
    Path file = directory.resolve("secret");
    for (String content : List.of("correct horse", "correct horse\n", "correct horse\r\n")) {
      Files.writeString(file, content);
      assertEquals(SECRET, DumpSecret.read(file));
    }
    Files.writeString(file, "\n");
    assertEquals(
        DumpProblem.ENCRYPTION_SECRET_EMPTY,
        assertThrows(DumpFault.class, () -> DumpSecret.read(file)).problem());
    assertEquals(
        DumpProblem.ENCRYPTION_SECRET_MISSING,
        assertThrows(DumpFault.class, () -> DumpSecret.read(directory.resolve("no"))).problem());
    assertEquals("<redacted>", SECRET.toString());
  }
}
