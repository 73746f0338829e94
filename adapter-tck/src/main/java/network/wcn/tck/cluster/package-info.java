/**
 * The suite and the fake of the port {@link network.wcn.port.cluster.ClusterContract}. Extend
 * {@link network.wcn.tck.cluster.ClusterContractSuite} to prove an adapter; use {@link
 * network.wcn.tck.cluster.FakeCluster} where a test needs a contract that obeys.
 */
@NullMarked
package network.wcn.tck.cluster;

import org.jspecify.annotations.NullMarked;
