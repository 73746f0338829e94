package network.wcn.cli.transport;

import java.net.InetAddress;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.RpcService;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.StorageCodec;

/** A database that stores nothing: takes every write, and fails every read. Serves everyone. */
final class HollowStorage implements RpcService {
  @Override
  public Api api() {
    return Api.DATABASE;
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    return Admission.Accepted.INSTANCE;
  }

  @Override
  public void serve(InboundCall call) {
    Operation operation;
    try {
      operation = StorageCodec.decodeRequest(call.method(), call.request()).operation();
    } catch (MalformedMessage _) {
      call.fail();
      return;
    }
    call.answer(
        StorageCodec.encodeResponse(
            switch (operation) {
              case Operation.Write _ -> StorageResponse.of(Answer.Done.INSTANCE);
              case Operation.Read _ -> StorageResponse.of(Refusal.internal());
            }));
  }
}
