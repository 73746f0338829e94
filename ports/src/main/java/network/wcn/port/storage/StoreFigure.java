package network.wcn.port.storage;

/** A named figure of an engine, ready to be exported as a gauge. */
public record StoreFigure(String name, double value) {}
