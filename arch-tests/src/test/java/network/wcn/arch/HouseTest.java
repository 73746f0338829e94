package network.wcn.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The module table and the rules of the house, checked on everything that ships. */
class HouseTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("network.wcn");

  @Test
  void theDomainKnowsTheJdkAndOneHashLibrary() {
    HouseRules.knowsOnly("network.wcn.domain..", "network.wcn.domain..", "com.dynatrace.hash4j..")
        .check(HOUSE);
  }

  @Test
  void theDomainIsPure() {
    HouseRules.isPure("network.wcn.domain..").check(HOUSE);
  }

  @Test
  void portsKnowTheDomainOnly() {
    HouseRules.knowsOnly("network.wcn.port..", "network.wcn.port..", "network.wcn.domain..")
        .check(HOUSE);
  }

  @Test
  void theWireFormatKnowsNoPort() {
    HouseRules.knowsOnly(
            "network.wcn.wire..",
            "network.wcn.wire..",
            "network.wcn.domain..",
            "org.bouncycastle..",
            "com.fasterxml.jackson..")
        .check(HOUSE);
  }

  @Test
  void theSimulatorKnowsTheRulesOnly() {
    HouseRules.knowsOnly(
            "network.wcn.simulator..",
            "network.wcn.simulator..",
            "network.wcn.domain..",
            "network.wcn.port..",
            "network.wcn.tck..")
        .check(HOUSE);
  }

  @Test
  void simulatedRunsCanBeReplayed() {
    HouseRules.isReplayable("network.wcn.simulator..").check(HOUSE);
  }

  @Test
  void noAdapterKnowsAnother() {
    HouseRules.doNotKnowEachOther("network.wcn.adapter.(*)..").check(HOUSE);
  }

  @Test
  void adaptersKnowNoApplication() {
    HouseRules.meetsAdaptersInWiringOnly(
            "network.wcn.adapter..", "network.wcn.none..", "network.wcn.app..")
        .check(HOUSE);
  }

  @Test
  void adaptersHideTheirLibraries() {
    HouseRules.hidesItsLibrary("network.wcn.adapter..", "network.wcn..").check(HOUSE);
  }

  @Test
  void applicationsMeetAdaptersInTheirWiringOnly() {
    HouseRules.meetsAdaptersInWiringOnly("network.wcn.app..", "..wiring..", "network.wcn.adapter..")
        .check(HOUSE);
    HouseRules.meetsAdaptersInWiringOnly(
            "network.wcn.client..", "..wiring..", "network.wcn.adapter..")
        .check(HOUSE);
  }

  @Test
  void secretsAreNotHandedOut() {
    HouseRules.keepsSecrets("network.wcn.domain..").check(HOUSE);
  }

  @Test
  void nullIsNoValueAnywhere() {
    HouseRules.isNullMarked("network.wcn..").check(HOUSE);
  }
}
