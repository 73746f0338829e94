package network.wcn.domain.membership;

import static network.wcn.domain.membership.ContractRefusal.Reason.CALLER_NOT_OPERATOR;
import static network.wcn.domain.membership.ContractRefusal.Reason.INSUFFICIENT_OPERATORS;
import static network.wcn.domain.membership.ContractRefusal.Reason.INVALID_OPERATOR;
import static network.wcn.domain.membership.ContractRefusal.Reason.INVALID_OPERATOR_DATA;
import static network.wcn.domain.membership.ContractRefusal.Reason.MAINTENANCE_IN_PROGRESS;
import static network.wcn.domain.membership.ContractRefusal.Reason.MIGRATION_IN_PROGRESS;
import static network.wcn.domain.membership.ContractRefusal.Reason.NO_MIGRATION_IN_PROGRESS;
import static network.wcn.domain.membership.ContractRefusal.Reason.OPERATOR_EXISTS;
import static network.wcn.domain.membership.ContractRefusal.Reason.OPERATOR_IN_KEYSPACE;
import static network.wcn.domain.membership.ContractRefusal.Reason.OPERATOR_NOT_FOUND;
import static network.wcn.domain.membership.ContractRefusal.Reason.OPERATOR_NOT_PULLING;
import static network.wcn.domain.membership.ContractRefusal.Reason.SAME_KEYSPACE;
import static network.wcn.domain.membership.ContractRefusal.Reason.TOO_MANY_OPERATORS;
import static network.wcn.domain.membership.ContractRefusal.Reason.UNAUTHORIZED;
import static network.wcn.domain.membership.ContractRefusal.Reason.WRONG_MIGRATION_ID;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/**
 * The cluster contract as a state machine: an immutable state, and one method per call that answers
 * the next state or why not.
 *
 * <p>It is exact, not tidy: whatever the deployed contract does, this does too, the oddities
 * included. Each method checks in the order of the contract, since the first failure is the one
 * that callers see.
 *
 * @see "protocol/contract.md"
 */
public final class Ledger {
  private static final KeyspaceSpec NO_KEYSPACE = new KeyspaceSpec(SlotMask.EMPTY, 0);
  private static final ContractMigration NO_MIGRATION =
      new ContractMigration(0, 0, 0, SlotMask.EMPTY);

  private final ContractView view;
  private final OperatorId pendingOwner;
  private final OperatorSlots slots;

  Ledger(ContractView view, OperatorId pendingOwner, OperatorSlots slots) {
    this.view = view;
    this.pendingOwner = pendingOwner;
    this.slots = slots;
  }

  /**
   * Deploys a contract. Duplicate and zero operators are taken as they come.
   *
   * @return the ledger of version 1 with its {@link ContractEvent.Initialized}, or a refusal
   */
  public static LedgerOutcome initialize(Genesis genesis) {
    List<OperatorEntry> operators = genesis.operators();
    ContractSettings settings = genesis.settings();
    if (genesis.owner().isZero()) {
      return refuse(new ContractRefusal.OwnableInvalidOwner(genesis.owner()));
    }
    if (operators.size() > SlotMask.SLOTS) {
      return refuse(TOO_MANY_OPERATORS);
    }
    if (operators.size() < settings.minOperators()) {
      return refuse(INSUFFICIENT_OPERATORS);
    }
    if (operators.stream().anyMatch(operator -> !isValid(operator.data(), settings))) {
      return refuse(INVALID_OPERATOR_DATA);
    }
    OperatorSlots slots = OperatorSlots.of(operators);
    KeyspaceSpec first =
        new KeyspaceSpec(SlotMask.of(IntStream.range(0, operators.size()).boxed().toList()), 0);
    ContractView view =
        new ContractView(
            genesis.owner(),
            settings,
            BigInteger.ONE,
            0,
            slots.view(),
            List.of(first, NO_KEYSPACE),
            NO_MIGRATION,
            Optional.empty());
    return new LedgerOutcome.Changed(
        new Ledger(view, OperatorId.ZERO, slots),
        new ContractEvent.Initialized(operators, settings, view.version()));
  }

  /**
   * Returns the contract that shows {@code view}, to try a call before it is made. A view does not
   * tell who was named as the next owner: here nobody is, so nobody may accept.
   */
  public static Ledger showing(ContractView view) {
    return new Ledger(view, OperatorId.ZERO, OperatorSlots.ofView(view.operatorSlots()));
  }

  /** Returns what the contract says now. */
  public ContractView view() {
    return view;
  }

  /** Returns who was named as the next owner; the zero address if nobody. */
  public OperatorId pendingOwner() {
    return pendingOwner;
  }

  /** Returns what the contract stores in {@code slot} (0 to 255), even if it is not in use. */
  public OperatorEntry storedAt(int slot) {
    return slots.at(slot);
  }

  /** Returns the slot that the contract's index names for {@code id}; 0 for strangers. */
  public int slotOf(OperatorId id) {
    return slots.slotOf(id);
  }

  /** Returns whether the contract takes {@code id} for an operator; see surprise 7. */
  public boolean isOperator(OperatorId id) {
    return slots.isOperator(id);
  }

  /** Returns the keyspace that counts: the new one while a migration runs. */
  public KeyspaceSpec currentKeyspace() {
    return view.newestKeyspace();
  }

  OperatorSlots slots() {
    return slots;
  }

  /**
   * Makes one call.
   *
   * @param caller who signed it
   * @param blockTimeSeconds the time of its block, seconds since the Unix epoch
   */
  public LedgerOutcome apply(OperatorId caller, ContractCall call, long blockTimeSeconds) {
    return switch (call) {
      case ContractCall.StartMigration start ->
          startMigration(caller, start.newKeyspace(), blockTimeSeconds);
      case ContractCall.CompleteMigration complete ->
          completeMigration(caller, complete.migrationId());
      case ContractCall.AbortMigration abort ->
          abortMigration(caller, abort.migrationId(), blockTimeSeconds);
      case ContractCall.AddNodeOperator add -> addNodeOperator(caller, add.operator());
      case ContractCall.UpdateNodeOperatorData update ->
          updateNodeOperatorData(caller, update.id(), update.data());
      case ContractCall.RemoveNodeOperator remove -> removeNodeOperator(caller, remove.id());
      case ContractCall.SetMaintenance maintenance ->
          maintenance.inMaintenance() ? startMaintenance(caller) : finishMaintenance(caller);
      case ContractCall.UpdateSettings update -> updateSettings(caller, update.settings());
      case ContractCall.TransferOwnership transfer ->
          transferOwnership(caller, transfer.newOwner());
      case ContractCall.AcceptOwnership _ -> acceptOwnership(caller);
      case ContractCall.RenounceOwnership _ -> renounceOwnership(caller);
    };
  }

  private LedgerOutcome startMigration(OperatorId caller, KeyspaceSpec newKeyspace, long now) {
    if (!isOwner(caller)) {
      return notOwner(caller);
    }
    if (view.maintenance().isPresent()) {
      return refuse(MAINTENANCE_IN_PROGRESS);
    }
    if (view.migration().isRunning()) {
      return refuse(MIGRATION_IN_PROGRESS);
    }
    if (newKeyspace.operators().count() < view.settings().minOperators()) {
      return refuse(INSUFFICIENT_OPERATORS);
    }
    if (!newKeyspace.operators().isSubsetOf(slots.occupied())) {
      return refuse(OPERATOR_NOT_FOUND);
    }
    if (newKeyspace.equals(currentKeyspace())) {
      return refuse(SAME_KEYSPACE);
    }
    long id = view.migration().id() + 1;
    long keyspaceVersion = view.keyspaceVersion() + 1;
    LedgerDraft draft = new LedgerDraft(this);
    draft.keyspaceVersion = keyspaceVersion;
    draft.keyspaces.set((int) Long.remainderUnsigned(keyspaceVersion, 2), newKeyspace);
    draft.migration =
        new ContractMigration(id, now, view.migration().abortedAt(), newKeyspace.operators());
    return draft.changed(version ->
        new ContractEvent.MigrationStarted(id, newKeyspace, keyspaceVersion, now, version));
  }

  private LedgerOutcome completeMigration(OperatorId caller, long id) {
    ContractMigration migration = view.migration();
    if (!migration.isRunning()) {
      return refuse(NO_MIGRATION_IN_PROGRESS);
    }
    if (id != migration.id()) {
      return refuse(WRONG_MIGRATION_ID);
    }
    if (!isOperator(caller)) {
      return refuse(CALLER_NOT_OPERATOR);
    }
    if (!migration.pulling().contains(slotOf(caller))) {
      return refuse(OPERATOR_NOT_PULLING);
    }
    SlotMask pulling = migration.pulling().without(slotOf(caller));
    LedgerDraft draft = new LedgerDraft(this);
    draft.migration =
        new ContractMigration(id, migration.startedAt(), migration.abortedAt(), pulling);
    return draft.changed(version ->
        pulling.isEmpty()
            ? new ContractEvent.MigrationCompleted(id, caller, version)
            : new ContractEvent.MigrationDataPullCompleted(id, caller, version));
  }

  private LedgerOutcome abortMigration(OperatorId caller, long id, long now) {
    ContractMigration migration = view.migration();
    if (!isOwner(caller)) {
      return notOwner(caller);
    }
    if (!migration.isRunning()) {
      return refuse(NO_MIGRATION_IN_PROGRESS);
    }
    if (id != migration.id()) {
      return refuse(WRONG_MIGRATION_ID);
    }
    LedgerDraft draft = new LedgerDraft(this);
    draft.keyspaceVersion--;
    draft.migration = new ContractMigration(id, migration.startedAt(), now, SlotMask.EMPTY);
    return draft.changed(version -> new ContractEvent.MigrationAborted(id, now, version));
  }

  private LedgerOutcome addNodeOperator(OperatorId caller, OperatorEntry operator) {
    if (!isOwner(caller)) {
      return notOwner(caller);
    }
    if (slots.isFull()) {
      return refuse(TOO_MANY_OPERATORS);
    }
    if (operator.id().isZero()) {
      return refuse(INVALID_OPERATOR);
    }
    if (isOperator(operator.id())) {
      return refuse(OPERATOR_EXISTS);
    }
    if (!isValid(operator.data(), view.settings())) {
      return refuse(INVALID_OPERATOR_DATA);
    }
    int slot = slots.lowestFree();
    LedgerDraft draft = new LedgerDraft(this);
    draft.slots = slots.put(slot, operator);
    return draft.changed(version -> new ContractEvent.NodeOperatorAdded(slot, operator, version));
  }

  private LedgerOutcome updateNodeOperatorData(OperatorId caller, OperatorId id, Bytes data) {
    if (!caller.equals(id) && !isOwner(caller)) {
      return refuse(UNAUTHORIZED);
    }
    if (!isValid(data, view.settings())) {
      return refuse(INVALID_OPERATOR_DATA);
    }
    if (!isOperator(id)) {
      return refuse(OPERATOR_NOT_FOUND);
    }
    int slot = slotOf(id);
    LedgerDraft draft = new LedgerDraft(this);
    draft.slots = slots.withData(slot, data);
    return draft.changed(version ->
        new ContractEvent.NodeOperatorUpdated(slot, new OperatorEntry(id, data), version));
  }

  private LedgerOutcome removeNodeOperator(OperatorId caller, OperatorId id) {
    if (!isOwner(caller)) {
      return notOwner(caller);
    }
    if (!isOperator(id)) {
      return refuse(OPERATOR_NOT_FOUND);
    }
    if (slots.count() <= view.settings().minOperators()) {
      return refuse(INSUFFICIENT_OPERATORS);
    }
    int slot = slotOf(id);
    if (isNeeded(slot)) {
      return refuse(OPERATOR_IN_KEYSPACE);
    }
    LedgerDraft draft = new LedgerDraft(this);
    draft.slots = slots.without(id);
    return draft.changed(version -> new ContractEvent.NodeOperatorRemoved(slot, id, version));
  }

  private boolean isNeeded(int slot) {
    return view.migration().isRunning()
        ? view.keyspaces().stream().anyMatch(keyspace -> keyspace.operators().contains(slot))
        : currentKeyspace().operators().contains(slot);
  }

  private LedgerOutcome startMaintenance(OperatorId caller) {
    if (view.maintenance().isPresent()) {
      return refuse(MAINTENANCE_IN_PROGRESS);
    }
    if (!isOperator(caller) && !isOwner(caller)) {
      return refuse(UNAUTHORIZED);
    }
    return toggleMaintenance(caller, Optional.of(caller));
  }

  private LedgerOutcome finishMaintenance(OperatorId caller) {
    boolean isHolder = view.maintenance().equals(Optional.of(caller));
    if (!isOwner(caller) && !(isHolder && isOperator(caller))) {
      return refuse(UNAUTHORIZED);
    }
    return toggleMaintenance(caller, Optional.empty());
  }

  private LedgerOutcome toggleMaintenance(OperatorId caller, Optional<OperatorId> holder) {
    LedgerDraft draft = new LedgerDraft(this);
    draft.maintenance = holder;
    return draft.changed(
        version -> new ContractEvent.MaintenanceToggled(caller, holder.isPresent(), version));
  }

  private LedgerOutcome updateSettings(OperatorId caller, ContractSettings settings) {
    if (!isOwner(caller)) {
      return notOwner(caller);
    }
    if (slots.count() < settings.minOperators()) {
      return refuse(INSUFFICIENT_OPERATORS);
    }
    LedgerDraft draft = new LedgerDraft(this);
    draft.settings = settings;
    return draft.changed(version -> new ContractEvent.SettingsUpdated(settings, caller, version));
  }

  private LedgerOutcome transferOwnership(OperatorId caller, OperatorId newOwner) {
    if (!isOwner(caller)) {
      return notOwner(caller);
    }
    LedgerDraft draft = new LedgerDraft(this);
    draft.pendingOwner = newOwner;
    return draft.ownershipChanged(new OwnershipChange.TransferStarted(caller, newOwner));
  }

  private LedgerOutcome acceptOwnership(OperatorId caller) {
    return caller.equals(pendingOwner) ? handOver(caller) : notOwner(caller);
  }

  private LedgerOutcome renounceOwnership(OperatorId caller) {
    return isOwner(caller) ? handOver(OperatorId.ZERO) : notOwner(caller);
  }

  private LedgerOutcome handOver(OperatorId newOwner) {
    LedgerDraft draft = new LedgerDraft(this);
    draft.owner = newOwner;
    draft.pendingOwner = OperatorId.ZERO;
    return draft.ownershipChanged(new OwnershipChange.Transferred(view.owner(), newOwner));
  }

  private boolean isOwner(OperatorId account) {
    return account.equals(view.owner());
  }

  private static boolean isValid(Bytes data, ContractSettings settings) {
    return !data.isEmpty() && data.size() <= settings.maxOperatorDataBytes();
  }

  private static LedgerOutcome notOwner(OperatorId caller) {
    return refuse(new ContractRefusal.OwnableUnauthorizedAccount(caller));
  }

  private static LedgerOutcome refuse(ContractRefusal.Reason reason) {
    return refuse(ContractRefusal.of(reason));
  }

  private static LedgerOutcome refuse(ContractRefusal refusal) {
    return new LedgerOutcome.Refused(refusal);
  }
}
