package network.wcn.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.wcn.domain.client.AttemptFailure;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.Audience;
import network.wcn.domain.replication.CoordinatorEffect;
import network.wcn.domain.replication.Evidence;
import network.wcn.domain.replication.RepairBudget;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every rule that is broken on purpose is noticed: the simulation can fail. */
class BrokenRulesTest {
  private static final int SEEDS = 3000;

  private record Broken(String name, Rules rules) {}

  @TestFactory
  Stream<DynamicTest> isNoticed() {
    return broken().stream()
        .map(b -> DynamicTest.dynamicTest(b.name(), () -> assertNoticed(b.rules())));
  }

  private static void assertNoticed(Rules rules) {
    boolean noticed = false;
    for (long seed = 0; seed < SEEDS && !noticed; seed++) {
      try {
        Simulation.run(seed, SimulationSettings.DEFAULT, rules);
      } catch (SimulationFailure _) {
        noticed = true;
      }
    }
    assertTrue(noticed, "no seed from 0 to " + SEEDS + " noticed");
  }

  private static List<Broken> broken() {
    return List.of(
        new Broken("aDatabaseAnswersBeforeItSyncs", new AnswersBeforeSync()),
        new Broken("theLastArrivalWins", new LastArrivalWins()),
        new Broken("equalVersionsGoToWhoComesFirst", new FirstOfEqualsWins()),
        new Broken("aDeleteLeavesNoTombstone", new DeletesForget()),
        new Broken("aSetForgetsALaterExpiration", new OneVersionForBothRegisters()),
        new Broken("aLostWriteCountsAsWritten", new LostWritesCount()),
        new Broken("aRefusedWriteCountsAsWritten", new RefusedWritesCount()),
        new Broken("repairsAreNeverSent", new NoRepairs()),
        new Broken("repairsRaiseThePayloadVersion", new RepairsRaiseVersions()),
        new Broken("writesMissTheNewReplicaSet", new NoDualWrites()),
        new Broken("oldKeyspaceVersionsAreAccepted", new AnyKeyspaceVersion()),
        new Broken("callsAreNeverGivenUp", new NeverGivesUp()),
        new Broken("replicasHideTombstones", new HidesTombstones()),
        new Broken("pagesSkipTheirFirstEntry", new SkipsFirstEntry()),
        new Broken("cardinalityCountsTheDead", new MiscountsMaps()),
        new Broken("aRetryTakesANewVersion", new RetriesAnew()),
        new Broken("aFailedAttemptEndsTheWrite", new TakesFailureForDone()),
        new Broken("clientsNeverLookAtTheirClock", new NeverWakes()),
        new Broken("tombstonesAreForgottenAfterAnHour", new ForgetsEarly()),
        new Broken("aDroppedPayloadBeatsTheValue", new DropsForEver()),
        new Broken("databasesGrantNoMoreThanNodes", new GrantsNoMore()),
        new Broken("pullsBeginAtOnce", new PullsAtOnce()),
        new Broken("nothingIsRepairedBehindAnAnswer", new NoBudget()));
  }

  private static final class AnswersBeforeSync extends Rules {
    @Override
    boolean answersAfterSync() {
      return false;
    }
  }

  private static final class LastArrivalWins extends Rules {
    @Override
    Optional<StoredRecord> merge(Optional<StoredRecord> stored, StoredRecord incoming) {
      return Optional.of(incoming);
    }
  }

  private static final class FirstOfEqualsWins extends Rules {
    @Override
    Optional<StoredRecord> merge(Optional<StoredRecord> stored, StoredRecord incoming) {
      if (stored.isPresent()
          && stored.get().header().version().equals(incoming.header().version())) {
        return stored;
      }
      return super.merge(stored, incoming);
    }
  }

  private static final class DeletesForget extends Rules {
    @Override
    Optional<StoredRecord> merge(Optional<StoredRecord> stored, StoredRecord incoming) {
      return super.merge(stored, incoming)
          .filter(merged -> merged.header().kind() != PayloadKind.TOMBSTONE);
    }
  }

  private static final class OneVersionForBothRegisters extends Rules {
    @Override
    Optional<StoredRecord> merge(Optional<StoredRecord> stored, StoredRecord incoming) {
      if (stored.isPresent()
          && !incoming.header().version().isAfter(stored.get().header().version())) {
        return stored;
      }
      return super.merge(stored, incoming);
    }
  }

  private static final class LostWritesCount extends Rules {
    @Override
    ReplicaReply hears(CoordinatorEffect.Ask ask, ReplicaReply reply) {
      return ask.request().operation() instanceof Operation.Write
              && reply instanceof ReplicaReply.Failed
          ? new ReplicaReply.Answered(StorageResponse.of(Answer.Done.INSTANCE))
          : reply;
    }
  }

  private static final class RefusedWritesCount extends Rules {
    @Override
    ReplicaReply hears(CoordinatorEffect.Ask ask, ReplicaReply reply) {
      return ask.request().operation() instanceof Operation.Write
              && reply instanceof ReplicaReply.Answered(StorageResponse.Refused _)
          ? new ReplicaReply.Answered(StorageResponse.of(Answer.Done.INSTANCE))
          : reply;
    }
  }

  private static final class NoRepairs extends Rules {
    @Override
    boolean sends(CoordinatorEffect.Ask ask) {
      return !(ask.request().trailer().orElse(null) instanceof RequestTrailer.Repair);
    }
  }

  private static final class RepairsRaiseVersions extends Rules {
    @Override
    Optional<StoredRecord> incoming(StorageRequest request) {
      return request.operation() instanceof Operation.Write write
          ? write.incoming()
          : Optional.empty();
    }
  }

  private static final class NoDualWrites extends Rules {
    @Override
    Audience audience(ClusterView view, Operation operation, long now, boolean settled) {
      return Audience.of(super.audience(view, operation, now, settled).groups().getFirst());
    }
  }

  private static final class AnyKeyspaceVersion extends Rules {
    @Override
    boolean accepts(ClusterView view, long keyspaceVersion, long nowUnixNanos) {
      return true;
    }
  }

  private static final class NeverGivesUp extends Rules {
    @Override
    boolean givesUp() {
      return false;
    }
  }

  private static final class HidesTombstones extends Rules {
    @Override
    StorageResponse answer(Operation.Read read, StorageResponse response) {
      if (response instanceof StorageResponse.Succeeded(var answer, var evidence)
          && evidence.orElse(null) instanceof Evidence.OfRecord(var header, _)
          && header.map(RecordHeader::kind).orElse(null) == PayloadKind.TOMBSTONE) {
        return new StorageResponse.Succeeded(
            answer, Optional.of(new Evidence.OfRecord(Optional.empty(), Optional.empty())));
      }
      return response;
    }
  }

  private static final class SkipsFirstEntry extends Rules {
    @Override
    StorageResponse answer(Operation.Read read, StorageResponse response) {
      if (response instanceof StorageResponse.Succeeded(Answer.Page(var page), var evidence)
          && !page.entries().isEmpty()) {
        MapPage cut = new MapPage(page.entries().subList(1, page.entries().size()), page.hasNext());
        return new StorageResponse.Succeeded(new Answer.Page(cut), evidence);
      }
      return response;
    }
  }

  private static final class MiscountsMaps extends Rules {
    @Override
    StorageResponse answer(Operation.Read read, StorageResponse response) {
      if (response instanceof StorageResponse.Succeeded(_, var evidence)
          && evidence.orElse(null) instanceof Evidence.OfDigest(long live, long hash, var until)) {
        return new StorageResponse.Succeeded(
            new Answer.Cardinality(live + 1),
            Optional.of(new Evidence.OfDigest(live + 1, hash, until)));
      }
      return response;
    }
  }

  private static final class RetriesAnew extends Rules {
    @Override
    Operation attempt(Operation operation, int attempt) {
      return attempt > 1 && operation instanceof Operation.Set set
          ? new Operation.Set(
              set.namespace(),
              set.key(),
              set.value(),
              set.expiration(),
              new RecordVersion(set.version().micros() + attempt))
          : operation;
    }
  }

  private static final class TakesFailureForDone extends Rules {
    @Override
    boolean takesForDone(Operation operation, AttemptFailure failure) {
      return operation instanceof Operation.Write;
    }
  }

  private static final class NeverWakes extends Rules {
    @Override
    boolean wakesClients() {
      return false;
    }
  }

  private static final class ForgetsEarly extends Rules {
    @Override
    Retention.Verdict judge(RecordHeader header, long nowUnixSeconds) {
      return header.kind() == PayloadKind.TOMBSTONE
              && header.version().unixSeconds() + 3_600 < nowUnixSeconds
          ? Retention.Verdict.REMOVE
          : super.judge(header, nowUnixSeconds);
    }
  }

  private static final class DropsForEver extends Rules {
    @Override
    RecordHeader withoutPayload(RecordHeader value) {
      return new RecordHeader(
          PayloadKind.TOMBSTONE,
          value.payloadVersion(),
          value.expiration(),
          value.expirationVersion());
    }
  }

  private static final class GrantsNoMore extends Rules {
    @Override
    Retention.Verdict judge(RecordHeader header, long nowUnixSeconds) {
      // The clock of a database may be so far behind that of the node that took the write.
      long latestMicros = (nowUnixSeconds + 119) * 1_000_000;
      return header.version().micros() > latestMicros
          ? Retention.Verdict.REMOVE
          : super.judge(header, nowUnixSeconds);
    }
  }

  private static final class PullsAtOnce extends Rules {
    @Override
    boolean waitsToPull() {
      return false;
    }
  }

  private static final class NoBudget extends Rules {
    @Override
    RepairBudget budget() {
      return new RepairBudget() {
        @Override
        public boolean tryBegin() {
          return false;
        }

        @Override
        public void end() {}
      };
    }
  }
}
