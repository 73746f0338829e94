package network.wcn.domain.replication;

/**
 * How many operations of a node may compare and reconcile replicas behind their answers at once.
 *
 * <p>A map that is written all the time looks different on every replica at any moment, so without
 * a bound each read of it would reconcile it once more. Who finds the budget spent leaves the
 * replicas to the next reader.
 */
public interface RepairBudget {
  /** A budget without a bound. */
  RepairBudget UNLIMITED =
      new RepairBudget() {
        @Override
        public boolean tryBegin() {
          return true;
        }

        @Override
        public void end() {}
      };

  /** Takes a place, if one is free; any thread may call. */
  boolean tryBegin();

  /** Gives a place back that {@link #tryBegin} granted; called once for each. */
  void end();
}
