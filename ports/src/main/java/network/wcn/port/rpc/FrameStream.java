package network.wcn.port.rpc;

import java.util.Optional;
import network.wcn.domain.Bytes;

/**
 * One call whose frames travel one by one, seen from either end.
 *
 * <p>Methods block until there is room or a frame, so that a slow end slows the other; use from one
 * virtual thread per direction. All throw {@link LinkFault} once the call or its connection is
 * broken, including by {@link #close()} on another thread.
 */
public interface FrameStream extends AutoCloseable {
  /** Sends one frame of at most 8 MiB. */
  void send(Bytes frame);

  /** Returns the next frame, or nothing once the other end has finished. */
  Optional<Bytes> receive();

  /**
   * Returns whether a frame sent now could still arrive: false once the call or its connection is
   * broken, or this end has finished or closed it. Never blocks. For ends that speak rarely and
   * must notice that nobody listens any more.
   */
  boolean canSend();

  /** Tells the other end that no further frame comes. */
  void finish();

  /** Breaks off what is not finished; a second call does nothing. */
  @Override
  void close();
}
