package network.wcn.tck.rpc;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.RpcService;
import org.opentest4j.AssertionFailedError;

/** A service whose behaviour a test sets; it echoes until told otherwise. */
public final class TestService implements RpcService {
  private static final long PATIENCE_SECONDS = 30;

  private final Api api;
  private final BlockingQueue<InboundCall> kept = new LinkedBlockingQueue<>();
  private final Set<PeerId> admitted = ConcurrentHashMap.newKeySet();
  private volatile Consumer<InboundCall> behaviour = call -> call.answer(call.request());
  private volatile Consumer<InboundStream> streamBehaviour = stream -> stream.frames().close();
  private volatile Admission admission = Admission.Accepted.INSTANCE;
  private volatile Duration timeLimit = Duration.ofSeconds(60);

  /** Makes a service of {@code api} that echoes. */
  public TestService(Api api) {
    this.api = api;
  }

  /** Returns a database that echoes. */
  public static TestService database() {
    return new TestService(Api.DATABASE);
  }

  /** Serves unary calls so. */
  public TestService serving(Consumer<InboundCall> how) {
    behaviour = how;
    return this;
  }

  /** Keeps unary calls for {@link #nextKept}. */
  public TestService keepingCalls() {
    return serving(kept::add);
  }

  /** Serves streams so. */
  public TestService streaming(Consumer<InboundStream> how) {
    streamBehaviour = how;
    return this;
  }

  /** Answers so to whoever connects. */
  public TestService admitting(Admission verdict) {
    admission = verdict;
    return this;
  }

  /** Limits unary calls so. */
  public TestService limiting(Duration limit) {
    timeLimit = limit;
    return this;
  }

  /** Waits for the next call that was kept. */
  public InboundCall nextKept() {
    try {
      InboundCall call = kept.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (call == null) {
        throw new AssertionFailedError("no call has come");
      }
      return call;
    } catch (InterruptedException e) {
      throw new AssertionFailedError("interrupted", e);
    }
  }

  /** Returns who asked to connect. */
  public Set<PeerId> askedBy() {
    return Set.copyOf(admitted);
  }

  @Override
  public Api api() {
    return api;
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    admitted.add(peer);
    return admission;
  }

  @Override
  public Duration timeLimit(RpcMethod method) {
    return timeLimit;
  }

  @Override
  public void serve(InboundCall call) {
    behaviour.accept(call);
  }

  @Override
  public void serveStream(InboundStream stream) {
    streamBehaviour.accept(stream);
  }
}
