/**
 * The transport port's contract and a fake that keeps it.
 *
 * <p>An adapter proves itself by extending {@link network.wcn.tck.rpc.RpcCallContract}, {@link
 * network.wcn.tck.rpc.RpcConnectionContract} and {@link network.wcn.tck.rpc.RpcStreamContract} with
 * a factory each. {@link network.wcn.tck.rpc.FakeRpcNetwork} is a network in memory for tests of
 * what makes or serves calls.
 */
@NullMarked
package network.wcn.tck.rpc;

import org.jspecify.annotations.NullMarked;
