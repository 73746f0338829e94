package network.wcn.adapter.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;

/** Calls drawn from a seed: mostly sensible ones, so that a trace gets somewhere, and odd ones. */
final class RandomCalls {
  private static final int MOST_OPERATORS = 9;

  private final Random random;
  private final List<OperatorId> accounts;

  RandomCalls(long seed, List<OperatorId> accounts) {
    this.random = new Random(seed);
    this.accounts = accounts;
  }

  Genesis genesis() {
    int count = random.nextInt(MOST_OPERATORS);
    boolean isOdd = chance(10);
    List<OperatorEntry> operators =
        new ArrayList<>(
            IntStream.range(0, count)
                .mapToObj(i ->
                    new OperatorEntry(
                        isOdd ? anybody() : account(1 + i), isOdd ? data() : someData()))
                .toList());
    ContractSettings settings =
        new ContractSettings(isOdd ? 10 : 40, random.nextInt(count + (isOdd ? 2 : 1)), data());
    return new Genesis(account(0), settings, operators);
  }

  /** Returns who makes {@code call}: mostly somebody who may. */
  OperatorId caller(Ledger ledger, ContractCall call) {
    if (chance(15)) {
      return anyAccount();
    }
    return switch (call) {
      case ContractCall.CompleteMigration _ -> pulling(ledger);
      case ContractCall.UpdateNodeOperatorData update -> known(update.id());
      case ContractCall.SetMaintenance _ ->
          known(ledger.view().maintenance().orElseGet(this::anyAccount));
      case ContractCall.AcceptOwnership _ -> known(ledger.pendingOwner());
      case ContractCall.StartMigration _,
          ContractCall.AbortMigration _,
          ContractCall.AddNodeOperator _,
          ContractCall.RemoveNodeOperator _,
          ContractCall.UpdateSettings _,
          ContractCall.TransferOwnership _,
          ContractCall.RenounceOwnership _ ->
          known(ledger.view().owner());
    };
  }

  private OperatorId pulling(Ledger ledger) {
    List<Integer> slots = ledger.view().migration().pulling().slots();
    return slots.isEmpty()
        ? anyAccount()
        : known(ledger.storedAt(slots.get(random.nextInt(slots.size()))).id());
  }

  ContractCall call(Ledger ledger) {
    ContractView view = ledger.view();
    return switch (random.nextInt(22)) {
      case 0, 1, 2 -> new ContractCall.StartMigration(keyspace(view));
      case 3, 4, 5, 6, 7 -> new ContractCall.CompleteMigration(migrationId(view));
      case 8 -> new ContractCall.AbortMigration(migrationId(view));
      case 9, 10, 11 -> new ContractCall.AddNodeOperator(new OperatorEntry(anybody(), data()));
      case 12, 13 -> new ContractCall.UpdateNodeOperatorData(anybody(), data());
      case 14, 15 -> new ContractCall.RemoveNodeOperator(anybody());
      case 16, 17 -> new ContractCall.SetMaintenance(random.nextBoolean());
      case 18 ->
          new ContractCall.UpdateSettings(
              new ContractSettings(10 + random.nextInt(60), random.nextInt(7), data()));
      case 19, 20 -> new ContractCall.TransferOwnership(anybody());
      default ->
          chance(3) ? new ContractCall.RenounceOwnership() : new ContractCall.AcceptOwnership();
    };
  }

  int seconds() {
    return 1 + random.nextInt(5);
  }

  private KeyspaceSpec keyspace(ContractView view) {
    BigInteger bits = new BigInteger(view.operatorSlots().size(), random);
    if (chance(60)) {
      for (int slot = 0; slot < view.operatorSlots().size(); slot++) {
        bits = view.operatorSlots().get(slot).isPresent() ? bits : bits.clearBit(slot);
      }
    }
    if (chance(5)) {
      bits = bits.setBit(random.nextInt(SlotMask.SLOTS));
    }
    return new KeyspaceSpec(new SlotMask(bits), chance(80) ? 0 : random.nextInt(256));
  }

  private long migrationId(ContractView view) {
    return chance(90) ? view.migration().id() : random.nextLong();
  }

  private Bytes data() {
    return chance(10) ? bytes(random.nextInt(80)) : someData();
  }

  private Bytes someData() {
    return bytes(1 + random.nextInt(20));
  }

  private Bytes bytes(int size) {
    byte[] data = new byte[size];
    random.nextBytes(data);
    return Bytes.wrap(data);
  }

  private OperatorId anybody() {
    return chance(5) ? OperatorId.ZERO : anyAccount();
  }

  /** Only these accounts can sign. */
  private OperatorId known(OperatorId wanted) {
    return accounts.contains(wanted) ? wanted : anyAccount();
  }

  private OperatorId anyAccount() {
    return account(random.nextInt(accounts.size()));
  }

  private OperatorId account(int index) {
    return accounts.get(index);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
