package network.wcn.bench.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.LinkFault;

/** Writes records and one map of its own, and knows what they must hold. */
final class Client {
  private static final int RECORDS = 24;
  private static final int FIELDS = 24;
  private static final int NAMESPACES = 3;
  private static final int PATIENCE = 20;

  private final SplittableRandom random;
  private final Namespace namespace;
  private final Bytes map;
  private final List<Slot> slots = new ArrayList<>();

  /**
   * @param number tells its records from those of the others
   */
  Client(int number, SplittableRandom random) {
    this.random = random;
    this.namespace = new Namespace(OperatorId.ZERO, number % NAMESPACES);
    this.map = Bytes.utf8("map-" + number);
    for (int i = 0; i < RECORDS; i++) {
      Bytes key = Bytes.utf8("key-" + number + "-" + i);
      slots.add(new Slot(new Place(namespace, key, Optional.empty())));
    }
    for (int i = 0; i < FIELDS; i++) {
      slots.add(new Slot(new Place(namespace, map, Optional.of(Bytes.utf8("field-" + i)))));
    }
  }

  /** Writes as long as {@code goesOn}, until the database is gone or every record is in doubt. */
  void write(
      Conversation database,
      Supplier<RecordVersion> versions,
      Tally tally,
      BooleanSupplier goesOn) {
    for (Optional<Slot> next = choose();
        next.isPresent() && goesOn.getAsBoolean();
        next = choose()) {
      try {
        write(next.get(), database, versions, tally);
      } catch (LinkFault fault) {
        tally.inDoubt();
        if (fault.kind() != LinkFault.Kind.TIMEOUT) {
          return;
        }
      }
    }
  }

  private void write(
      Slot slot, Conversation database, Supplier<RecordVersion> versions, Tally tally) {
    switch (database.ask(slot.begin(random, versions.get()))) {
      case StorageResponse.Succeeded _ -> {
        slot.acknowledge();
        tally.acknowledged();
      }
      case StorageResponse.Refused(Refusal refusal) -> tally.refused(refusal);
    }
  }

  /**
   * Writes every record once.
   *
   * @throws LinkFault if the database does not answer
   */
  void writeOnce(Conversation database, Supplier<RecordVersion> versions, Tally tally) {
    for (Slot slot : slots) {
      write(slot, database, versions, tally);
    }
  }

  /**
   * Reads every record, and notes which are wrong or not told.
   *
   * @throws LinkFault if the database does not answer
   */
  void look(Conversation database, Tally tally) {
    for (Slot slot : slots) {
      switch (database.ask(slot.place().get())) {
        case StorageResponse.Succeeded(Answer.Found(var record), var _) ->
            slot.look(record).ifPresentOrElse(tally::wrong, tally::looked);
        case StorageResponse.Succeeded _ -> tally.wrong("a read got the answer of another");
        case StorageResponse.Refused(Refusal refusal) ->
            tally.wrong("a read was refused: " + refusal.message().orElse("(no reason)"));
      }
    }
  }

  private Optional<Slot> choose() {
    int first = random.nextInt(slots.size());
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get((first + i) % slots.size());
      if (!slot.isInDoubt()) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }

  /**
   * Reads everything: each record, and the map as a page and as a count.
   *
   * @throws LinkFault if the database does not answer
   */
  void check(Conversation database, Tally tally) {
    for (Slot slot : slots) {
      Optional<LiveRecord> found = ((Answer.Found) read(database, slot.place().get())).record();
      tally.checked(slot.takeUnchecked(), slot.check(found));
    }
    Answer page = read(database, scan());
    Answer count = read(database, card());
    Optional<String> wrong = wrongPage(page).or(() -> wrongCount(count));
    if (wrong.isPresent()) {
      tally.checked(0, wrong);
    }
  }

  /**
   * Reads everything, and notes what is wrong; each read may be refused with {@code reason}.
   *
   * @throws LinkFault if the database does not answer
   */
  void examine(Conversation database, Tally tally, String reason) {
    for (Slot slot : slots) {
      examine(
          database,
          slot.place().get(),
          tally,
          reason,
          answer ->
              answer instanceof Answer.Found(var record)
                  ? slot.look(record)
                  : Optional.of("a read got the answer of another"));
    }
    examine(database, scan(), tally, reason, this::wrongPage);
    examine(database, card(), tally, reason, this::wrongCount);
  }

  private static void examine(
      Conversation database,
      Operation operation,
      Tally tally,
      String reason,
      Function<Answer, Optional<String>> wrong) {
    StorageResponse response = database.ask(operation);
    for (int i = 0; i < PATIENCE && isPassing(response); i++) {
      response = database.ask(operation);
    }
    switch (response) {
      case StorageResponse.Succeeded(Answer answer, var _) ->
          wrong.apply(answer).ifPresentOrElse(tally::wrong, tally::looked);
      case StorageResponse.Refused(Refusal refusal) -> {
        String said = refusal.message().orElse("(no reason)");
        if (said.equals(reason)) {
          tally.unanswered(reason);
        } else {
          tally.wrong("a read was refused: " + said);
        }
      }
    }
  }

  /** A database that has just started may be slow. */
  private static boolean isPassing(StorageResponse response) {
    return response instanceof StorageResponse.Refused(Refusal refusal)
        && refusal.message().orElse("").startsWith("NETWORK: ");
  }

  private Operation scan() {
    return new Operation.HScan(namespace, map, FIELDS + 1, Optional.empty());
  }

  private Operation card() {
    return new Operation.HCard(namespace, map);
  }

  private Optional<String> wrongPage(Answer answer) {
    List<MapEntry> expected = fields();
    return answer instanceof Answer.Page(var page) && page.entries().equals(expected)
        ? Optional.empty()
        : wrongMap("its page", expected, answer);
  }

  private Optional<String> wrongCount(Answer answer) {
    List<MapEntry> expected = fields();
    return answer instanceof Answer.Cardinality(long count) && count == expected.size()
        ? Optional.empty()
        : wrongMap("its count", expected, answer);
  }

  private Optional<String> wrongMap(String what, List<MapEntry> expected, Answer answer) {
    String got =
        switch (answer) {
          case Answer.Page(var page) -> page.entries().size() + " fields";
          case Answer.Cardinality(long count) -> String.valueOf(count);
          default -> "the answer of another";
        };
    return Optional.of(
        "%s %s has %d fields, but %s is %s or holds others"
            .formatted(namespace, map.toUtf8(), expected.size(), what, got));
  }

  private List<MapEntry> fields() {
    TreeMap<Bytes, LiveRecord> fields = new TreeMap<>(FieldOrder.INSTANCE);
    for (Slot slot : slots) {
      if (slot.place().field().isPresent() && slot.content().isPresent()) {
        fields.put(slot.place().field().get(), slot.content().get());
      }
    }
    return fields.entrySet().stream()
        .map(field -> new MapEntry(field.getKey(), field.getValue()))
        .toList();
  }

  /** A database that has just started may be slow: it is asked again. */
  private static Answer read(Conversation database, Operation operation) {
    LinkFault last = new LinkFault(LinkFault.Kind.TIMEOUT, "never asked");
    for (int i = 0; i < PATIENCE; i++) {
      try {
        if (database.ask(operation) instanceof StorageResponse.Succeeded(Answer answer, var _)) {
          return answer;
        }
        last = new LinkFault(LinkFault.Kind.STREAM_FINISHED, "a read was refused");
      } catch (LinkFault fault) {
        last = fault;
      }
    }
    throw last;
  }
}
