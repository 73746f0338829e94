package network.wcn.arch;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Each rule fails on a fixture that breaks it, and on packages in which there is nothing. */
class HouseRulesTest {
  private static final String FIXTURE = "network.wcn.arch.fixture.";
  private static final JavaClasses FIXTURES =
      new ClassFileImporter().importPackages("network.wcn.arch.fixture");

  private static void assertBroken(ArchRule rule, String by) {
    AssertionError broken = assertThrows(AssertionError.class, () -> rule.check(FIXTURES));
    assertTrue(String.valueOf(broken.getMessage()).contains(by), broken.getMessage());
  }

  @Test
  void aDomainClassThatUsesALibraryIsFound() {
    assertBroken(HouseRules.knowsOnly(FIXTURE + "domain..", FIXTURE + "domain.."), "UsesALibrary");
  }

  @Test
  void aDomainClassThatReadsTheClockIsFound() {
    assertBroken(HouseRules.isPure(FIXTURE + "domain.."), "ReadsTheClock");
  }

  @Test
  void aDomainClassThatStartsAThreadIsFound() {
    assertBroken(HouseRules.isPure(FIXTURE + "domain.."), "StartsAThread");
  }

  @Test
  void aDomainClassThatRollsDiceIsFound() {
    assertBroken(HouseRules.isPure(FIXTURE + "domain.."), "RollsDice");
    assertBroken(HouseRules.isReplayable(FIXTURE + "domain.."), "RollsDice");
  }

  @Test
  void aPortThatShowsALibraryIsFound() {
    assertBroken(
        HouseRules.knowsOnly(FIXTURE + "port..", FIXTURE + "port.."), "ShowsALibraryInAPort");
  }

  @Test
  void anAdapterThatKnowsAnotherIsFound() {
    assertBroken(HouseRules.doNotKnowEachOther(FIXTURE + "adapter.(*).."), "KnowsAnotherAdapter");
  }

  @Test
  void anAdapterThatShowsItsLibraryIsFound() {
    assertBroken(
        HouseRules.hidesItsLibrary(FIXTURE + "adapter..", "network.wcn.arch.fixture.."), "shown");
  }

  @Test
  void aServiceThatMeetsAnAdapterIsFound() {
    assertBroken(
        HouseRules.meetsAdaptersInWiringOnly(
            FIXTURE + "app..", "..wiring..", FIXTURE + "adapter.."),
        "MeetsAnAdapter");
  }

  @Test
  void aSecretThatIsHandedOutIsFound() {
    assertBroken(HouseRules.keepsSecrets(FIXTURE + "secret.."), "LeakySecretKey");
  }

  @Test
  void aPackageWithoutNullMarkIsFound() {
    assertBroken(HouseRules.isNullMarked(FIXTURE + "unmarked.."), "unmarked");
  }

  @Test
  void aRuleThatLooksAtNothingFails() {
    assertThrows(
        AssertionError.class, () -> HouseRules.isPure("network.wcn.nowhere..").check(FIXTURES));
    assertThrows(
        AssertionError.class,
        () -> HouseRules.knowsOnly("network.wcn.nowhere..", "java..").check(FIXTURES));
    assertThrows(
        AssertionError.class,
        () -> HouseRules.doNotKnowEachOther("network.wcn.nowhere.(*)..").check(FIXTURES));
  }
}
