package network.wcn.domain.membership;

import java.util.List;
import network.wcn.domain.identity.OperatorId;

/**
 * What a contract is deployed with.
 *
 * @param owner who deploys, and administers from then on
 * @param settings limits and undecoded network settings
 * @param operators in the order of their slots; all of them form the first keyspace
 */
public record Genesis(OperatorId owner, ContractSettings settings, List<OperatorEntry> operators) {
  public Genesis {
    operators = List.copyOf(operators);
  }
}
