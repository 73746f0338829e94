package network.wcn.domain.membership;

import network.wcn.domain.identity.OperatorId;

/**
 * Why the contract refuses a call; the names are those of its errors.
 *
 * @see "protocol/contract.md"
 */
public sealed interface ContractRefusal {
  /** A refusal without arguments. */
  record Named(Reason reason) implements ContractRefusal {}

  /** The caller is not the owner. */
  record OwnableUnauthorizedAccount(OperatorId account) implements ContractRefusal {}

  /** The zero address cannot own. */
  record OwnableInvalidOwner(OperatorId owner) implements ContractRefusal {}

  /** The contract's errors without arguments, by their names on chain. */
  enum Reason {
    CALLER_NOT_OPERATOR("CallerNotOperator"),
    INSUFFICIENT_OPERATORS("InsufficientOperators"),
    INVALID_OPERATOR("InvalidOperator"),
    INVALID_OPERATOR_DATA("InvalidOperatorData"),
    MAINTENANCE_IN_PROGRESS("MaintenanceInProgress"),
    MIGRATION_IN_PROGRESS("MigrationInProgress"),
    NO_MIGRATION_IN_PROGRESS("NoMigrationInProgress"),
    OPERATOR_EXISTS("OperatorExists"),
    OPERATOR_IN_KEYSPACE("OperatorInKeyspace"),
    OPERATOR_NOT_FOUND("OperatorNotFound"),
    OPERATOR_NOT_PULLING("OperatorNotPulling"),
    SAME_KEYSPACE("SameKeyspace"),
    TOO_MANY_OPERATORS("TooManyOperators"),
    UNAUTHORIZED("Unauthorized"),
    WRONG_MIGRATION_ID("WrongMigrationId");

    private final String solidityName;

    Reason(String solidityName) {
      this.solidityName = solidityName;
    }

    /** Returns the name of the error on chain. */
    public String solidityName() {
      return solidityName;
    }
  }

  static ContractRefusal of(Reason reason) {
    return new Named(reason);
  }
}
