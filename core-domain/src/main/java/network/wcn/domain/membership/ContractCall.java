package network.wcn.domain.membership;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/** A change that an account asks the contract for. */
public sealed interface ContractCall {
  record StartMigration(KeyspaceSpec newKeyspace) implements ContractCall {}

  record CompleteMigration(long migrationId) implements ContractCall {}

  record AbortMigration(long migrationId) implements ContractCall {}

  record AddNodeOperator(OperatorEntry operator) implements ContractCall {}

  record UpdateNodeOperatorData(OperatorId id, Bytes data) implements ContractCall {}

  record RemoveNodeOperator(OperatorId id) implements ContractCall {}

  record SetMaintenance(boolean inMaintenance) implements ContractCall {}

  record UpdateSettings(ContractSettings settings) implements ContractCall {}

  record TransferOwnership(OperatorId newOwner) implements ContractCall {}

  record AcceptOwnership() implements ContractCall {}

  /** The owner leaves; from then on nobody can administer the contract. */
  record RenounceOwnership() implements ContractCall {}
}
