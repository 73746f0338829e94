package network.wcn.adapter.ledger;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.tck.cluster.TestAccount;
import network.wcn.wire.account.AccountKey;

/** A ledger with five operators, accounts 1 to 5, owned by account 0. */
final class LedgerFixture {
  private LedgerFixture() {}

  static Genesis genesis() {
    List<OperatorEntry> operators =
        IntStream.rangeClosed(1, 5)
            .mapToObj(number -> new OperatorEntry(account(number), Bytes.of((byte) number)))
            .toList();
    return new Genesis(account(0), new ContractSettings(64, 3, Bytes.empty()), operators);
  }

  static OperatorId account(int number) {
    return TestAccount.ALL.get(number).id();
  }

  static AccountKey key(int number) {
    return AccountKey.parse(TestAccount.ALL.get(number).privateKeyHex());
  }

  static LedgerContract connect(LedgerService service, int account) {
    return LedgerContract.connect(
        service.providerUrl(), service.contract(), Optional.of(key(account)));
  }

  /** Returns a change that the owner may make as often as it likes. */
  static ContractCall change(int number) {
    return new ContractCall.UpdateNodeOperatorData(
        account(1), Bytes.of((byte) 9, (byte) (number >> 8), (byte) number));
  }
}
