package network.wcn.port.rpc;

import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;

/** A call with many frames that a peer began. */
public record InboundStream(PeerId peer, RpcMethod method, FrameStream frames) {}
