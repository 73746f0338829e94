package network.wcn.bench.storage;

import java.util.function.IntFunction;
import java.util.function.Predicate;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;

/**
 * Calls of one kind.
 *
 * @param request of a record's or a map's number
 * @param numbers requests are made of 0 to this, exclusive
 * @param isRight whether an answer is one of success
 */
record Calls(RpcMethod method, int numbers, IntFunction<Bytes> request, Predicate<Bytes> isRight) {}
