package network.wcn.app.node.service;

import java.util.OptionalInt;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.port.time.Deadline;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.StorageCodec;

/** Whom a coordinator asks: each operator by its slot. */
interface Replicas {
  /**
   * Asks the operator of {@code slot}. Never blocks; {@code reply} hears exactly one reply, maybe
   * before this returns.
   *
   * @param payload {@code request} as it travels
   * @param deadline of the whole operation; a single replica gets less
   */
  void ask(
      int slot,
      StorageRequest request,
      Bytes payload,
      Deadline deadline,
      Consumer<ReplicaReply> reply);

  /** Returns whether the operator of {@code slot} can be reached just now. */
  boolean isReachable(int slot);

  /** Returns the slot of this node's own operator, if the node is part of the view. */
  OptionalInt ownSlot();

  /** Returns a listener that reads the response to {@code method} for {@code reply}. */
  static OperatorLink.Listener decoding(RpcMethod method, Consumer<ReplicaReply> reply) {
    return new OperatorLink.Listener() {
      @Override
      public void answered(Bytes response) {
        reply.accept(decode(method, response));
      }

      @Override
      public void failed(ReplicaReply.Reason reason) {
        reply.accept(new ReplicaReply.Failed(reason));
      }
    };
  }

  private static ReplicaReply decode(RpcMethod method, Bytes response) {
    try {
      return new ReplicaReply.Answered(StorageCodec.decodeResponse(method, response));
    } catch (MalformedMessage _) {
      return new ReplicaReply.Failed(ReplicaReply.Reason.BROKEN);
    }
  }
}
