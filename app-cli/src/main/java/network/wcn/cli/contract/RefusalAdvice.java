package network.wcn.cli.contract;

import network.wcn.cli.CommandFailed;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.port.cluster.ContractRefused;

/** What to do when the contract refuses a call: one sentence for each of its errors. */
public final class RefusalAdvice {
  private RefusalAdvice() {}

  /** Returns the error's name on chain. */
  public static String name(ContractRefusal refusal) {
    return switch (refusal) {
      case ContractRefusal.Named(ContractRefusal.Reason reason) -> reason.solidityName();
      case ContractRefusal.OwnableUnauthorizedAccount _ -> "OwnableUnauthorizedAccount";
      case ContractRefusal.OwnableInvalidOwner _ -> "OwnableInvalidOwner";
    };
  }

  /** Returns the failure of a command whose call is refused. */
  static CommandFailed failure(ContractRefused refused) {
    return new CommandFailed(
        "the contract refuses: " + name(refused.refusal()) + ". " + of(refused.refusal()), refused);
  }

  /** Returns what whoever made the call can do about it. */
  public static String of(ContractRefusal refusal) {
    return switch (refusal) {
      case ContractRefusal.Named(ContractRefusal.Reason reason) -> of(reason);
      case ContractRefusal.OwnableUnauthorizedAccount(var account) ->
          account
              + " may not do this: the owner may, and who was named as the next owner may accept."
              + " Sign with that account's key; wcn admin view names the owner.";
      case ContractRefusal.OwnableInvalidOwner(var owner) ->
          owner + " cannot own the contract; name another account.";
    };
  }

  private static String of(ContractRefusal.Reason reason) {
    return switch (reason) {
      case CALLER_NOT_OPERATOR ->
          "The account is no operator of this network; sign with an operator's key.";
      case INSUFFICIENT_OPERATORS ->
          "Fewer operators would be left than the network's least (wcn admin settings show); add"
              + " operators first.";
      case INVALID_OPERATOR -> "The zero address is no operator; give the account's address.";
      case INVALID_OPERATOR_DATA ->
          "The operator's data would be longer than the network's limit (wcn admin settings show);"
              + " remove clients or nodes, or shorten lists of namespaces.";
      case MAINTENANCE_IN_PROGRESS ->
          "An operator maintains its servers; wait until it has finished (wcn operator maintenance"
              + " status says who). If it is gone, the owner can finish it: wcn admin maintenance"
              + " finish.";
      case MIGRATION_IN_PROGRESS ->
          "A migration runs; wait until it has completed (wcn operator migration status), or abort"
              + " it.";
      case NO_MIGRATION_IN_PROGRESS ->
          "No migration runs: it completed or was aborted meanwhile. There is nothing to do.";
      case OPERATOR_EXISTS ->
          "The operator is a member already; change it by wcn admin operator update.";
      case OPERATOR_IN_KEYSPACE ->
          "The operator still holds data; migrate away from it first: wcn admin migration start"
              + " --remove, and wait until that has completed.";
      case OPERATOR_NOT_FOUND ->
          "There is no such operator; wcn admin view lists them with their slots.";
      case OPERATOR_NOT_PULLING ->
          "The operator has completed its part already. There is nothing to do.";
      case SAME_KEYSPACE ->
          "The keyspace has exactly these operators already; name others to add or to remove.";
      case TOO_MANY_OPERATORS -> "All 256 slots are in use; remove an operator first.";
      case UNAUTHORIZED ->
          "The account may not do this: an operator changes its own data and ends its own"
              + " maintenance only, the owner everyone's.";
      case WRONG_MIGRATION_ID ->
          "Another migration runs by now; look at it (wcn operator migration status) and try again.";
    };
  }
}
