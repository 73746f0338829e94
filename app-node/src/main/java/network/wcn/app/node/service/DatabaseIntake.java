package network.wcn.app.node.service;

import java.util.Locale;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.operation.Refusal;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;

/**
 * The way of one transfer into our own database: {@code write_data}. What the database cannot do is
 * a {@link ResyncFailed}, since it goes for every source; a record that it cannot hold is the
 * source's.
 */
final class DatabaseIntake implements AutoCloseable {
  private final FrameStream out;

  /** Begins a transfer. */
  DatabaseIntake(RpcLink database, Deadline deadline, StallWatch watch) {
    try {
      out = watch.watch(database.open(StorageMethod.WRITE_DATA, deadline));
    } catch (LinkFault e) {
      throw broken(e);
    }
  }

  /** Hands over a record. */
  void take(DataItem.Frame frame) throws RangeFetch.Missed {
    send(frame);
  }

  /** Ends the transfer and returns once all of its {@code count} records are stored. */
  void end(long count) throws RangeFetch.Missed {
    send(new DataItem.Done(count));
    hear();
  }

  private void send(DataItem item) throws RangeFetch.Missed {
    try {
      out.send(DataTransferCodec.encodeItem(item));
      if (item instanceof DataItem.Done) {
        out.finish();
      }
    } catch (LinkFault _) {
      // A database that refuses says why before it ends the call.
      hear();
      throw new ResyncFailed("the operator's database ended a transfer before it was over");
    }
  }

  /** Reads the answer and returns if all is stored. */
  private void hear() throws RangeFetch.Missed {
    Optional<Refusal> refusal;
    try {
      Bytes answer =
          out.receive()
              .orElseThrow(() -> new ResyncFailed("the operator's database did not answer"));
      refusal = DataTransferCodec.decodeOutcome(answer);
    } catch (LinkFault e) {
      throw broken(e);
    } catch (MalformedMessage e) {
      throw new ResyncFailed("the operator's database answered what cannot be read", e);
    }
    if (refusal.isPresent()) {
      String why = words(refusal.get());
      if (refusal.get().isInvalid()) {
        throw new RangeFetch.Missed("our database cannot hold what it sent: " + why, false);
      }
      throw new ResyncFailed("the operator's database takes no data: " + why);
    }
  }

  /** Says to people why somebody refused. */
  static String words(Refusal refusal) {
    return refusal
        .message()
        .orElseGet(() -> refusal.code().toString().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static ResyncFailed broken(LinkFault fault) {
    return new ResyncFailed(
        "the connection to the operator's database broke ("
            + fault.kind().metricName()
            + "); run it again once the database serves",
        fault);
  }

  @Override
  public void close() {
    out.close();
  }
}
