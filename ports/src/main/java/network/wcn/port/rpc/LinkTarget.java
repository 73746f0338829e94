package network.wcn.port.rpc;

import java.net.InetSocketAddress;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;

/** Whom a link reaches: the peer must prove {@code peer} before anything is sent to it. */
public record LinkTarget(PeerId peer, InetSocketAddress address, Api api) {}
