package network.wcn.tck.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.LedgerOutcome;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.cluster.ContractRefused;

/** A walk through every kind of call, accepted and refused. */
final class CallScript {
  private static final KeyspaceSpec ALL_SIX =
      new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2, 3, 4, 5)), 0);
  private static final KeyspaceSpec FIRST_THREE =
      new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2)), 200);

  private record Step(int account, ContractCall call) {}

  /** Accounts 1 to 5 are the operators; account 6 joins, account 7 becomes owner. */
  private static final List<Step> STEPS =
      List.of(
          new Step(0, new ContractCall.AddNodeOperator(ClusterContractSuite.operator(6))),
          new Step(0, new ContractCall.AddNodeOperator(ClusterContractSuite.operator(6))),
          new Step(0, add(OperatorId.ZERO, Bytes.of((byte) 1))),
          new Step(0, add(id(8), Bytes.empty())),
          new Step(0, add(id(8), Bytes.wrap(new byte[65]))),
          new Step(0, add(id(8), Bytes.wrap(new byte[64]))),
          new Step(0, new ContractCall.RemoveNodeOperator(id(8))),
          new Step(0, new ContractCall.RemoveNodeOperator(id(8))),
          new Step(0, new ContractCall.RemoveNodeOperator(id(1))),
          new Step(1, new ContractCall.UpdateNodeOperatorData(id(1), Bytes.of((byte) 9))),
          new Step(2, new ContractCall.UpdateNodeOperatorData(id(1), Bytes.of((byte) 9))),
          new Step(1, new ContractCall.CompleteMigration(1)),
          new Step(0, new ContractCall.StartMigration(ALL_SIX)),
          new Step(0, new ContractCall.StartMigration(FIRST_THREE)),
          new Step(1, new ContractCall.CompleteMigration(2)),
          new Step(1, new ContractCall.CompleteMigration(1)),
          new Step(1, new ContractCall.CompleteMigration(1)),
          new Step(9, new ContractCall.CompleteMigration(1)),
          new Step(2, new ContractCall.CompleteMigration(1)),
          new Step(3, new ContractCall.CompleteMigration(1)),
          new Step(4, new ContractCall.CompleteMigration(1)),
          new Step(5, new ContractCall.CompleteMigration(1)),
          new Step(6, new ContractCall.CompleteMigration(1)),
          new Step(0, new ContractCall.StartMigration(ALL_SIX)),
          new Step(0, new ContractCall.StartMigration(FIRST_THREE)),
          new Step(0, new ContractCall.AbortMigration(1)),
          new Step(0, new ContractCall.AbortMigration(2)),
          new Step(3, new ContractCall.SetMaintenance(true)),
          new Step(3, new ContractCall.SetMaintenance(true)),
          new Step(9, new ContractCall.SetMaintenance(false)),
          new Step(0, new ContractCall.StartMigration(FIRST_THREE)),
          new Step(3, new ContractCall.SetMaintenance(false)),
          new Step(0, settings(200)),
          new Step(0, settings(4)),
          new Step(1, settings(4)),
          new Step(0, new ContractCall.TransferOwnership(id(7))),
          new Step(6, new ContractCall.AcceptOwnership()),
          new Step(7, new ContractCall.AcceptOwnership()),
          new Step(0, settings(3)),
          new Step(7, settings(3)),
          new Step(7, new ContractCall.RenounceOwnership()),
          new Step(7, settings(2)));

  private CallScript() {}

  static void replay(Genesis genesis, Deployment network) {
    Ledger ledger =
        switch (Ledger.initialize(genesis)) {
          case LedgerOutcome.Changed changed -> changed.next();
          case LedgerOutcome.OwnershipChanged _, LedgerOutcome.Refused _ ->
              throw new AssertionError("the ledger refuses " + genesis);
        };
    List<ClusterContract> contracts = new ArrayList<>();
    for (TestAccount account : TestAccount.ALL) {
      contracts.add(network.connect(Optional.of(account)).contract());
    }
    for (Step step : STEPS) {
      ClusterContract contract = contracts.get(step.account());
      switch (ledger.apply(id(step.account()), step.call(), 1)) {
        case LedgerOutcome.Changed changed -> {
          contract.submit(step.call());
          ledger = changed.next();
        }
        case LedgerOutcome.OwnershipChanged changed -> {
          contract.submit(step.call());
          ledger = changed.next();
        }
        case LedgerOutcome.Refused(ContractRefusal refusal) ->
            assertEquals(
                refusal,
                assertThrows(
                        ContractRefused.class, () -> contract.submit(step.call()), step.toString())
                    .refusal(),
                step.toString());
      }
      assertEquals(timeless(ledger.view()), timeless(contract.view()), step.toString());
    }
  }

  private static ContractView timeless(ContractView view) {
    ContractMigration migration = view.migration();
    return new ContractView(
        view.owner(),
        view.settings(),
        view.version(),
        view.keyspaceVersion(),
        view.operatorSlots(),
        view.keyspaces(),
        new ContractMigration(migration.id(), 0, 0, migration.pulling()),
        view.maintenance());
  }

  private static ContractCall add(OperatorId id, Bytes data) {
    return new ContractCall.AddNodeOperator(new OperatorEntry(id, data));
  }

  private static ContractCall settings(int minOperators) {
    return new ContractCall.UpdateSettings(
        new ContractSettings(65_535, minOperators, Bytes.of((byte) minOperators)));
  }

  private static OperatorId id(int account) {
    return TestAccount.ALL.get(account).id();
  }
}
