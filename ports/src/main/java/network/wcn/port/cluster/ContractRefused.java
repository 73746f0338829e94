package network.wcn.port.cluster;

import network.wcn.domain.membership.ContractRefusal;

/** A rule of the contract forbids a call; nothing changed. */
public final class ContractRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ContractRefusal refusal;

  public ContractRefused(ContractRefusal refusal) {
    super(refusal.toString());
    this.refusal = refusal;
  }

  public ContractRefusal refusal() {
    return refusal;
  }
}
