package network.wcn.app.node.service;

import java.util.concurrent.Semaphore;
import network.wcn.domain.replication.RepairBudget;

/** Lets so many operations of this node reconcile replicas behind their answers at once. */
final class BackgroundRepairs implements RepairBudget {
  private final Semaphore places;

  BackgroundRepairs(int places) {
    this.places = new Semaphore(places);
  }

  @Override
  public boolean tryBegin() {
    return places.tryAcquire();
  }

  @Override
  public void end() {
    places.release();
  }
}
