package network.wcn.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.SlotMask;

/** The owner of the contract: moves the keyspace around, and changes their mind now and then. */
final class SimulatedOwner {
  private final World world;
  private final SplittableRandom random;

  SimulatedOwner(World world) {
    this.world = world;
    this.random = world.splitRandom();
  }

  /** Maybe moves to another keyspace in the next {@code lengthNanos}. */
  void workFor(long lengthNanos) {
    if (world.operators().size() > 5 && random.nextInt(3) > 0) {
      world.after(random.nextLong(lengthNanos), this::start);
    }
  }

  private void start() {
    List<Integer> slots =
        new ArrayList<>(IntStream.range(0, world.operators().size()).boxed().toList());
    for (int i = slots.size() - 1; i > 0; i--) {
      Collections.swap(slots, i, random.nextInt(i + 1));
    }
    int size = random.nextInt(5, slots.size() + 1);
    KeyspaceSpec target = new KeyspaceSpec(SlotMask.of(slots.subList(0, size)), 0);
    world.chain().call(SimulatedChain.OWNER, new ContractCall.StartMigration(target));
    if (random.nextInt(4) == 0) {
      world.after(random.nextLong(500, 4_000) * World.MILLI, this::abort);
    }
  }

  /** Ends the migration that runs, if one does. */
  void abort() {
    ContractMigration migration = world.chain().view().migration();
    world.chain().call(SimulatedChain.OWNER, new ContractCall.AbortMigration(migration.id()));
  }
}
