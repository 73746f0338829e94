package network.wcn.domain.record;

/** Which payload the merge of a stored and an incoming record keeps. */
public enum PayloadChoice {
  STORED,
  INCOMING,
  /** Both are values of one version: the greater bytes, unsigned, must be looked up. */
  GREATER
}
