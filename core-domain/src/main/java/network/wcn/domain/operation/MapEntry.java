package network.wcn.domain.operation;

import network.wcn.domain.Bytes;

/** One live field of a map and its record. */
public record MapEntry(Bytes field, LiveRecord record) {}
