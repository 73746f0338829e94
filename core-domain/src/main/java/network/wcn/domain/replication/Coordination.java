package network.wcn.domain.replication;

import java.util.List;
import network.wcn.domain.operation.Operation;

/**
 * One operation on its way over the replicas: events go in, effects come out.
 *
 * <p>The shell carries the effects out and reports what came of them. Every {@link
 * CoordinatorEffect.Ask} must be reported exactly once through {@link #onReply}, at the latest with
 * a failure when its time is over; every {@link CoordinatorEffect.WakeAfter} through {@link
 * #onWake}. Exactly one {@link CoordinatorEffect.Answer} comes out, maybe followed by repairs of
 * replicas that lag. Used by one thread at a time.
 */
public sealed interface Coordination
    permits WriteCoordination, AgreedReadCoordination, MapReadCoordination {
  /** Starts the operation; called once, first. */
  List<CoordinatorEffect> begin();

  /** Reports what became of the ask with that number. */
  List<CoordinatorEffect> onReply(int call, ReplicaReply reply);

  /** Reports that the time of a {@link CoordinatorEffect.WakeAfter} has come. */
  List<CoordinatorEffect> onWake(int wake);

  /** Reports that the client's time is over: answers, if nothing was answered yet. */
  List<CoordinatorEffect> onDeadline();

  /** Returns the coordination of {@code operation}, ready to begin. */
  static Coordination of(Operation operation, CoordinationContext context) {
    return switch (operation) {
      case Operation.Write write -> new WriteCoordination(write, context);
      case Operation.RecordRead recordRead -> new AgreedReadCoordination(recordRead, context);
      case Operation.MapRead mapRead -> new MapReadCoordination(mapRead, context);
    };
  }
}
