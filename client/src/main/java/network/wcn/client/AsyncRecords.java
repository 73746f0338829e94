package network.wcn.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;

/**
 * The operations of one namespace, without waiting.
 *
 * <p>Futures complete on threads of the transport, so whatever follows must not block; they fail
 * with {@link OperationFailed}. Times to live count from now, in whole seconds, from 1 second to 30
 * days; nodes refuse others. What each operation does is told in {@link Records}.
 */
public final class AsyncRecords {
  private final Dispatcher dispatcher;
  private final Namespace namespace;

  AsyncRecords(Dispatcher dispatcher, Namespace namespace) {
    this.dispatcher = dispatcher;
    this.namespace = namespace;
  }

  public Namespace namespace() {
    return namespace;
  }

  public CompletableFuture<Optional<LiveRecord>> get(Bytes key) {
    return dispatcher
        .submit(new Operation.Get(namespace, key))
        .thenApply(answer -> expect(Answer.Found.class, answer).record());
  }

  public CompletableFuture<Void> set(Bytes key, Bytes value, Duration ttl) {
    return done(
        new Operation.Set(
            namespace, key, value, dispatcher.expiration(ttl), dispatcher.nextVersion()));
  }

  public CompletableFuture<Void> del(Bytes key) {
    return done(new Operation.Del(namespace, key, dispatcher.nextVersion()));
  }

  public CompletableFuture<Optional<Expiration>> getExp(Bytes key) {
    return dispatcher
        .submit(new Operation.GetExp(namespace, key))
        .thenApply(answer -> expect(Answer.Expires.class, answer).expiration());
  }

  public CompletableFuture<Void> setExp(Bytes key, Duration ttl) {
    return done(
        new Operation.SetExp(namespace, key, dispatcher.expiration(ttl), dispatcher.nextVersion()));
  }

  public CompletableFuture<Optional<LiveRecord>> hget(Bytes key, Bytes field) {
    return dispatcher
        .submit(new Operation.HGet(namespace, key, field))
        .thenApply(answer -> expect(Answer.Found.class, answer).record());
  }

  public CompletableFuture<Void> hset(Bytes key, Bytes field, Bytes value, Duration ttl) {
    return done(
        new Operation.HSet(
            namespace, key, field, value, dispatcher.expiration(ttl), dispatcher.nextVersion()));
  }

  public CompletableFuture<Void> hdel(Bytes key, Bytes field) {
    return done(new Operation.HDel(namespace, key, field, dispatcher.nextVersion()));
  }

  public CompletableFuture<Optional<Expiration>> hgetExp(Bytes key, Bytes field) {
    return dispatcher
        .submit(new Operation.HGetExp(namespace, key, field))
        .thenApply(answer -> expect(Answer.Expires.class, answer).expiration());
  }

  public CompletableFuture<Void> hsetExp(Bytes key, Bytes field, Duration ttl) {
    return done(
        new Operation.HSetExp(
            namespace, key, field, dispatcher.expiration(ttl), dispatcher.nextVersion()));
  }

  /** Returns how many live fields a map has, unsigned. */
  public CompletableFuture<Long> hcard(Bytes key) {
    return dispatcher
        .submit(new Operation.HCard(namespace, key))
        .thenApply(answer -> expect(Answer.Cardinality.class, answer).count());
  }

  /**
   * Returns a page of a map.
   *
   * @param count how many entries at most, 1 or more
   * @param cursor the last field of the page before, or none for the first page
   */
  public CompletableFuture<MapPage> hscan(Bytes key, int count, Optional<Bytes> cursor) {
    return dispatcher
        .submit(new Operation.HScan(namespace, key, count, cursor))
        .thenApply(answer -> expect(Answer.Page.class, answer).page());
  }

  private CompletableFuture<Void> done(Operation.Write write) {
    return dispatcher.submit(write).thenAccept(answer -> expect(Answer.Done.class, answer));
  }

  /** The codec reads only the answers that an operation has, so that anything else is a bug. */
  private static <A extends Answer> A expect(Class<A> type, Answer answer) {
    return type.cast(answer);
  }
}
