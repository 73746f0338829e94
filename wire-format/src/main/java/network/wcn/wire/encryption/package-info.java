/**
 * Encryption of values by clients: nodes store what they are given and never see a secret. Begin
 * with {@link network.wcn.wire.encryption.ValueCipher}.
 */
@NullMarked
package network.wcn.wire.encryption;

import org.jspecify.annotations.NullMarked;
