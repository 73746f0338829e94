package network.wcn.adapter.quic.netty;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.handshake.IssuedCertificate;
import network.wcn.wire.handshake.Libp2pCertificate;
import org.jspecify.annotations.Nullable;

/**
 * TLS as libp2p wants it: both ends present one self-signed certificate that proves a peer ID; no
 * session is ever resumed.
 *
 * @see "protocol/wire.md section 2"
 */
final class Libp2pTls {
  private static final String ALPN = "libp2p";
  private static final String SERVER_NAME = "l";
  private static final String PEER = "network.wcn.peer";

  private final QuicSslContext server;
  private final QuicSslContext client;
  private final AtomicInteger handshakes = new AtomicInteger();

  Libp2pTls(SecretKey identity) {
    OwnKey key = new OwnKey(IssuedCertificate.issue(identity.publicKey(), identity::sign));
    server =
        QuicSslContextBuilder.forServer(key, null)
            .trustManager(new ProvenPeers())
            .clientAuth(ClientAuth.REQUIRE)
            .applicationProtocols(ALPN)
            .earlyData(false)
            .build();
    client =
        QuicSslContextBuilder.forClient()
            .keyManager(key, null)
            .trustManager(new ProvenPeers())
            .endpointIdentificationAlgorithm("")
            .applicationProtocols(ALPN)
            .earlyData(false)
            .sessionCacheSize(1)
            .sessionTimeout(1)
            .build();
  }

  QuicSslContext server() {
    return server;
  }

  /** Returns the client's half of a handshake on {@code channel}. */
  io.netty.handler.codec.quic.QuicSslEngine clientEngine(QuicChannel channel) {
    // Netty resumes sessions by host and port, which it sends nobody: so no two are alike. One that
    // is resumed proves no peer, since no certificate is presented then.
    return client.newEngine(channel.alloc(), SERVER_NAME, handshakes.incrementAndGet());
  }

  /** Returns who the other end of {@code channel} proved to be, once the handshake is over. */
  static Optional<PeerId> peer(QuicChannel channel) {
    SSLEngine engine = channel.sslEngine();
    return engine == null
        ? Optional.empty()
        : Optional.ofNullable((PeerId) engine.getSession().getValue(PEER));
  }

  /** Accepts exactly one certificate that proves a peer ID, and notes the ID in the session. */
  private static final class ProvenPeers extends X509ExtendedTrustManager {
    private static void check(X509Certificate[] chain, @Nullable SSLEngine engine)
        throws CertificateException {
      if (chain.length != 1 || engine == null) {
        throw new CertificateException("a peer presents one certificate, got " + chain.length);
      }
      try {
        Libp2pCertificate verified = Libp2pCertificate.verify(chain[0].getEncoded(), Instant.now());
        engine.getSession().putValue(PEER, verified.peer());
      } catch (MalformedMessage e) {
        throw new CertificateException(e.getMessage(), e);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain, null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain, null);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain, null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain, null);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Offers our certificate to whoever asks for one. */
  private static final class OwnKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "libp2p";

    private final X509Certificate certificate;
    private final PrivateKey key;

    OwnKey(IssuedCertificate issued) {
      this.certificate = new EncodedCertificate(issued.der());
      this.key = issued.key();
    }

    @Override
    public String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, SSLEngine engine) {
      return type.equals("EC") ? ALIAS : null;
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseServerAlias(String type, Principal @Nullable [] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
