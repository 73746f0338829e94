package network.wcn.cli.transport;

import java.time.Duration;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;

/**
 * A load to put on a server.
 *
 * @param connections how many there are, each with one call at a time
 * @param callsPerConnection after which a connection is done
 * @param duration after which all are done
 */
record LoadPlan(
    LinkTarget target,
    LinkSettings link,
    int connections,
    long callsPerConnection,
    Duration duration) {}
