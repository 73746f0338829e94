package network.wcn.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;

/** The rules of the house, each made for the packages it is given, so that it can be tried out. */
final class HouseRules {
  private static final String[] ANNOTATIONS = {"org.jspecify..", "com.google.errorprone.."};

  private HouseRules() {}

  private static DescribedPredicate<JavaClass> oneOf(String... packages) {
    return resideInAnyPackage(packages).or(resideInAnyPackage(ANNOTATIONS)).or(primitives());
  }

  private static DescribedPredicate<JavaClass> primitives() {
    return describe("primitive", type -> type.getBaseComponentType().isPrimitive());
  }

  /** Classes of {@code packages} know only {@code allowed}, the JDK and annotations. */
  static ArchRule knowsOnly(String packages, String... allowed) {
    return classes()
        .that()
        .resideInAPackage(packages)
        .should()
        .onlyDependOnClassesThat(oneOf("java..", "javax..").or(resideInAnyPackage(allowed)));
  }

  /** No clock, randomness, thread, file or socket in {@code packages}. */
  static ArchRule isPure(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.util.concurrent..",
                    "java.lang.foreign..",
                    "java.sql..")
                .or(describe("the world", HouseRules::touchesTheWorld)))
        .orShould()
        .accessTargetWhere(describe("reads a clock or the environment", HouseRules::isImpureCall));
  }

  private static boolean touchesTheWorld(JavaClass type) {
    return Set.of(
            "java.io.File",
            "java.io.InputStream",
            "java.io.OutputStream",
            "java.io.PrintStream",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Process",
            "java.lang.Runtime",
            "java.time.Clock",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer")
        .contains(type.getName());
  }

  private static boolean isImpureCall(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    return switch (owner) {
      case "java.lang.System" ->
          Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty", "out", "err")
              .contains(name);
      case "java.lang.Math" -> name.equals("random");
      case "java.util.UUID" -> name.equals("randomUUID");
      default -> owner.startsWith("java.time.") && name.equals("now");
    };
  }

  /** No class of {@code packages} sleeps or draws from a generator without a seed. */
  static ArchRule isReplayable(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .accessTargetWhere(
            describe(
                "sleeps or cannot be replayed",
                access -> {
                  String owner = access.getTargetOwner().getName();
                  return isImpureCall(access)
                      || (owner.equals("java.lang.Thread") && access.getName().equals("sleep"))
                      || owner.equals("java.util.Random")
                      || owner.equals("java.security.SecureRandom")
                      || owner.equals("java.util.concurrent.ThreadLocalRandom");
                }));
  }

  /** The slices that {@code pattern} makes do not know each other. */
  static ArchRule doNotKnowEachOther(String pattern) {
    return slices().matching(pattern).should().notDependOnEachOther();
  }

  /** Public methods and constructors of {@code packages} speak the JDK's and our own types only. */
  static ArchRule hidesItsLibrary(String packages, String... ours) {
    DescribedPredicate<JavaClass> known = oneOf("java..", "javax..").or(resideInAnyPackage(ours));
    return classes()
        .that()
        .resideInAPackage(packages)
        .and()
        .arePublic()
        .should(
            new ArchCondition<>("show no type of a library") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnits().stream()
                    .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                    .filter(unit -> !overridesALibrary(unit.getOwner(), unit.getName(), known))
                    .forEach(unit -> {
                      Set<JavaClass> shown = new HashSet<>();
                      shown.addAll(unit.getReturnType().getAllInvolvedRawTypes());
                      for (JavaType parameter : unit.getParameterTypes()) {
                        shown.addAll(parameter.getAllInvolvedRawTypes());
                      }
                      shown.removeIf(known);
                      if (!shown.isEmpty()) {
                        events.add(
                            SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " shows " + shown));
                      }
                    });
              }
            });
  }

  private static boolean overridesALibrary(
      JavaClass owner, String method, DescribedPredicate<JavaClass> known) {
    return owner.getAllRawSuperclasses().stream()
        .filter(superclass -> !known.test(superclass))
        .flatMap(superclass -> superclass.getMethods().stream())
        .anyMatch(m -> m.getName().equals(method));
  }

  /** Classes of {@code packages} meet {@code adapters} in their wiring only. */
  static ArchRule meetsAdaptersInWiringOnly(String packages, String wiring, String adapters) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .and()
        .resideOutsideOfPackage(wiring)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(adapters);
  }

  /** Nothing public in {@code packages} hands out or prints a secret's bytes. */
  static ArchRule keepsSecrets(String packages) {
    return methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(packages)
        .and()
        .arePublic()
        .and()
        .areDeclaredInClassesThat(
            describe(
                "are secrets",
                type ->
                    type.getSimpleName().endsWith("SecretKey")
                        || type.getSimpleName().endsWith("ClusterKey")))
        .should(
            new ArchCondition<>("not be an accessor of the secret") {
              @Override
              public void check(JavaMethod method, ConditionEvents events) {
                boolean hands =
                    Set.of("seed", "secret", "bytes", "getSeed", "rawBytes")
                        .contains(method.getName());
                if (hands) {
                  events.add(
                      SimpleConditionEvent.violated(
                          method, method.getFullName() + " hands it out"));
                }
              }
            });
  }

  /** Every package under {@code packages} says that null is no value. */
  static ArchRule isNullMarked(String packages) {
    return classes()
        .that()
        .resideInAPackage(packages)
        .should(
            new ArchCondition<>("live in a package that is @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getPackageName() + " is not @NullMarked"));
                }
              }
            });
  }
}
