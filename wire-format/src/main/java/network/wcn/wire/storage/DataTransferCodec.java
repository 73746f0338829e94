package network.wcn.wire.storage;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Refusal;
import network.wcn.wire.postcard.Postcard;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/**
 * Translates the frames of {@code read_data} and {@code write_data}.
 *
 * <p>Every decoder throws {@link network.wcn.wire.MalformedMessage} when the payload is no such
 * message.
 *
 * @see "protocol/wire.md section 5"
 */
public final class DataTransferCodec {
  private static final int OK = 0;
  private static final int ERR = 1;
  private static final int ACK = 0;
  private static final int ITEM = 1;
  private static final int FRAME = 0;
  private static final int DONE = 1;
  private static final int KV = 0;
  private static final int MAP = 1;

  private DataTransferCodec() {}

  /** Returns the payload of the one request frame of {@code read_data}. */
  public static Bytes encodeRequest(ReadDataRequest request) {
    return Postcard.encode(out -> {
      out.u64(request.first());
      out.u64(request.last());
      out.u64(request.keyspaceVersion());
    });
  }

  /** Reads the payload of the one request frame of {@code read_data}. */
  public static ReadDataRequest decodeRequest(Bytes payload) {
    PostcardReader in = new PostcardReader(payload);
    return new ReadDataRequest(in.u64(), in.u64(), in.u64());
  }

  /** Returns the payload of one response frame of {@code read_data}. */
  public static Bytes encodeMessage(ReadDataMessage message) {
    return Postcard.encode(out -> {
      switch (message) {
        case ReadDataMessage.Accepted _ -> {
          out.variant(ACK);
          out.variant(OK);
        }
        case ReadDataMessage.Refused(var refusal) -> {
          out.variant(ACK);
          out.variant(ERR);
          RecordForm.writeRefusal(out, refusal);
        }
        case ReadDataMessage.Item(var item) -> {
          out.variant(ITEM);
          out.variant(OK);
          writeItem(out, item);
        }
        case ReadDataMessage.Failed(var refusal) -> {
          out.variant(ITEM);
          out.variant(ERR);
          RecordForm.writeRefusal(out, refusal);
        }
      }
    });
  }

  /** Reads the payload of one response frame of {@code read_data}. */
  public static ReadDataMessage decodeMessage(Bytes payload) {
    PostcardReader in = new PostcardReader(payload);
    boolean item = in.variant(2) == ITEM;
    boolean failed = in.variant(2) == ERR;
    if (item) {
      return failed
          ? new ReadDataMessage.Failed(RecordForm.readRefusal(in))
          : new ReadDataMessage.Item(readItem(in));
    }
    return failed
        ? new ReadDataMessage.Refused(RecordForm.readRefusal(in))
        : ReadDataMessage.Accepted.INSTANCE;
  }

  /** Returns the payload of one request frame of {@code write_data}. */
  public static Bytes encodeItem(DataItem item) {
    return Postcard.encode(out -> writeItem(out, item));
  }

  /** Reads the payload of one request frame of {@code write_data}. */
  public static DataItem decodeItem(Bytes payload) {
    return readItem(new PostcardReader(payload));
  }

  /**
   * Returns the payload of the one response frame of {@code write_data}.
   *
   * @param refusal why the transfer failed, or nothing when all of it is stored
   */
  public static Bytes encodeOutcome(Optional<Refusal> refusal) {
    return Postcard.encode(out -> {
      out.variant(refusal.isPresent() ? ERR : OK);
      refusal.ifPresent(why -> RecordForm.writeRefusal(out, why));
    });
  }

  /**
   * Reads the payload of the one response frame of {@code write_data}.
   *
   * @return why the transfer failed, or nothing when all of it is stored
   */
  public static Optional<Refusal> decodeOutcome(Bytes payload) {
    PostcardReader in = new PostcardReader(payload);
    return in.variant(2) == ERR ? Optional.of(RecordForm.readRefusal(in)) : Optional.empty();
  }

  private static void writeItem(PostcardSink out, DataItem item) {
    switch (item) {
      case DataItem.Frame(var type, var key, var value) -> {
        out.variant(FRAME);
        out.variant(
            switch (type) {
              case KV -> KV;
              case MAP -> MAP;
            });
        out.bytes(key);
        out.bytes(value);
      }
      case DataItem.Done(long frameCount) -> {
        out.variant(DONE);
        out.u64(frameCount);
      }
    }
  }

  private static DataItem readItem(PostcardReader in) {
    if (in.variant(2) == DONE) {
      return new DataItem.Done(in.u64());
    }
    DataItem.Type type = in.variant(2) == MAP ? DataItem.Type.MAP : DataItem.Type.KV;
    return new DataItem.Frame(type, in.bytes(), in.bytes());
  }
}
