package network.wcn.cli.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractRefusal;
import org.junit.jupiter.api.Test;

class RefusalAdviceTest {
  @Test
  void everyRefusalHasAdviceOfItsOwn() {
    Set<String> advice = new HashSet<>();
    for (ContractRefusal.Reason reason : ContractRefusal.Reason.values()) {
      ContractRefusal refusal = ContractRefusal.of(reason);
      assertTrue(advice.add(RefusalAdvice.of(refusal)), reason.name());
      assertTrue(RefusalAdvice.of(refusal).endsWith("."), reason.name());
      assertEquals(reason.solidityName(), RefusalAdvice.name(refusal));
    }
    assertTrue(
        RefusalAdvice.of(new ContractRefusal.OwnableUnauthorizedAccount(OperatorId.ZERO))
            .contains(OperatorId.ZERO.toString()));
    assertTrue(
        RefusalAdvice.of(new ContractRefusal.OwnableInvalidOwner(OperatorId.ZERO))
            .contains("another account"));
  }
}
