package network.wcn.wire.postcard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;
import org.junit.jupiter.api.Test;

class PostcardReaderTest {
  private static PostcardReader reader(String hex) {
    return new PostcardReader(Bytes.fromHex(hex));
  }

  @Test
  void greatestNumbersOfEachTypeAreRead() {
    assertEquals(0xff, reader("ff").u8());
    assertEquals(0xffff, reader("ffff03").u16());
    assertEquals(-1, reader("ffffffff0f").u32());
    assertEquals(-1L, reader("ffffffffffffffffff01").u64());
  }

  @Test
  void varintsNeedNotBeMinimal() {
    assertEquals(1, reader("818000").u16());
    assertEquals(1, reader("8180808000").u32());
    assertEquals(1, reader("81808080808080808000").u64());
  }

  @Test
  void varintsWhoseLastByteOverflowsAreRefused() {
    assertThrows(MalformedMessage.class, () -> reader("ffff04").u16());
    assertThrows(MalformedMessage.class, () -> reader("ffffffff10").u32());
    assertThrows(MalformedMessage.class, () -> reader("ffffffffffffffffff02").u64());
  }

  @Test
  void varintsLongerThanTheirTypeAreRefused() {
    assertThrows(MalformedMessage.class, () -> reader("80808000").u16());
    assertThrows(MalformedMessage.class, () -> reader("808080808000").u32());
    assertThrows(MalformedMessage.class, () -> reader("8080808080808080808000").u64());
  }

  @Test
  void cutValuesAreRefused() {
    assertThrows(MalformedMessage.class, () -> reader("").u8());
    assertThrows(MalformedMessage.class, () -> reader("80").u64());
    assertThrows(MalformedMessage.class, () -> reader("0201").bytes());
    assertThrows(MalformedMessage.class, () -> reader("0102").fixed(3));
  }

  @Test
  void boolsAndOptionTagsAreZeroOrOne() {
    assertEquals(Optional.of(5), reader("0105").option(PostcardReader::u8));
    assertEquals(Optional.empty(), reader("00").option(PostcardReader::u8));
    assertThrows(MalformedMessage.class, () -> reader("02").bool());
    assertThrows(MalformedMessage.class, () -> reader("0205").option(PostcardReader::u8));
  }

  @Test
  void stringsMustBeUtf8() {
    assertEquals("é", reader("02c3a9").string());
    assertThrows(MalformedMessage.class, () -> reader("02c328").string());
    assertThrows(MalformedMessage.class, () -> reader("03eda080").string(), "a lone surrogate");
  }

  @Test
  void unknownVariantsAreRefused() {
    assertEquals(1, reader("8100").variant(2));
    assertThrows(MalformedMessage.class, () -> reader("02").variant(2));
    assertThrows(MalformedMessage.class, () -> reader("ffffffff0f").variant(2));
  }

  @Test
  void aLengthBeyondTheEndIsRefusedBeforeAnythingIsAllocated() {
    assertThrows(MalformedMessage.class, () -> reader("ffffffff0f61").bytes());
    assertThrows(MalformedMessage.class, () -> reader("ffffffffffffffffff0161").string());
    assertThrows(MalformedMessage.class, () -> reader("ffffffff0701").list(1, PostcardReader::u8));
    assertThrows(MalformedMessage.class, () -> reader("02010203").list(2, PostcardReader::u16));
  }

  @Test
  void whatIsPassedOverIsNotReadAgain() {
    PostcardReader reader = reader("0201020005");
    reader.skipBytes();
    assertEquals(0, reader.within().remaining());
    assertEquals(5, reader.u8());
    assertThrows(MalformedMessage.class, () -> reader("0201").skipBytes());
    assertThrows(MalformedMessage.class, () -> reader("0201").skip(3));
  }

  @Test
  void whatFollowsTheValuesIsLeftAlone() {
    PostcardReader reader = reader("0201020304");
    assertEquals(List.of(1, 2), reader.list(1, PostcardReader::u8));
    assertEquals(2, reader.remaining());
    assertEquals(3, reader.position());
  }
}
