package network.wcn.app.db.service;

import network.wcn.domain.operation.Refusal;
import network.wcn.port.storage.StoreFault;

/** Says to callers what the storage engine's faults mean to them. */
final class StoreRefusals {
  private StoreRefusals() {}

  /** Returns a refusal that says what is wrong without naming files. */
  static Refusal of(StoreFault fault) {
    return switch (fault.kind()) {
      case DISK_FULL -> Refusal.internal("the database's disk is full");
      case READ_ONLY -> Refusal.internal("the database's disk is read-only");
      case IO -> Refusal.internal("the database's disk fails");
      case CORRUPT -> Refusal.internal("the database is damaged");
      case RESTORING -> Refusal.network("restoring");
      case FOREIGN, LOCKED, CLOSED -> Refusal.network("the database is not open");
    };
  }
}
