package io.consonance.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The engine has no IO, no clock, no thread, no logger, no shared mutable state and no randomness of its own. */
@AnalyzeClasses(packages = "io.consonance.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class EngineBoundaryTest {

    private static final Set<String> ALLOWED_OF_GUARDED_PACKAGES = Set.of(
            "java.io.Serializable",
            "java.net.InetAddress",
            "java.net.Inet4Address",
            "java.net.Inet6Address",
            "java.net.InetSocketAddress",
            "java.net.UnknownHostException",
            "java.util.concurrent.TimeUnit");

    private static final Set<String> GUARDED_PACKAGES = Set.of(
            "java.io",
            "java.net",
            "java.net.http",
            "java.nio.channels",
            "java.nio.file",
            "java.util.concurrent",
            "java.util.concurrent.locks",
            "java.util.logging");

    private static final Set<String> FORBIDDEN_CLASSES = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.lang.System$Logger",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.util.Timer",
            "java.util.random.RandomGeneratorFactory");

    private static final Set<String> FORBIDDEN_CALLS = Set.of(
            "java.lang.Math.random()",
            "java.lang.System.currentTimeMillis()",
            "java.lang.System.getProperty(java.lang.String)",
            "java.lang.System.getenv(java.lang.String)",
            "java.lang.System.identityHashCode(java.lang.Object)",
            "java.lang.System.nanoTime()",
            "java.util.Collection.parallelStream()",
            "java.util.Collections.shuffle(java.util.List)",
            "java.util.Random.<init>()",
            "java.util.SplittableRandom.<init>()",
            "java.util.UUID.randomUUID()",
            "java.util.random.RandomGenerator.getDefault()",
            "java.util.random.RandomGenerator.of(java.lang.String)");

    @ArchTest
    static final ArchRule dependsOnTheJdkAndByteStringOnly = classes()
            .should()
            .onlyDependOnClassesThat(describe(
                    "belong to the JDK, to the engine, or to ByteString",
                    type -> type.getPackageName().startsWith("java.")
                            || type.getPackageName().startsWith("javax.crypto")
                            || type.getPackageName().startsWith("io.consonance.engine")
                            || type.getName().startsWith("org.apache.pekko.util.ByteString")));

    @ArchTest
    static final ArchRule hasNoIoThreadClockOrLogger = noClasses()
            .should()
            .dependOnClassesThat(describe("do IO, keep time or run threads", type -> isForbidden(type)));

    @ArchTest
    static final ArchRule takesTimeAndRandomnessFromItsCaller =
            noClasses().should().callCodeUnitWhere(target(isForbiddenCall()));

    @ArchTest
    static final ArchRule printsNothing =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    /** An object may be made for several threads; nobody may find one without being given it. */
    @ArchTest
    static final ArchRule sharesNoMutableState = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .andShould()
            .notHaveRawType(JavaClass.Predicates.resideInAPackage("java.util.concurrent.atomic"));

    private static boolean isForbidden(JavaClass type) {
        return FORBIDDEN_CLASSES.contains(type.getName())
                || GUARDED_PACKAGES.contains(type.getPackageName())
                        && !ALLOWED_OF_GUARDED_PACKAGES.contains(type.getName());
    }

    private static DescribedPredicate<CodeUnitCallTarget> isForbiddenCall() {
        return describe(
                "read a clock or roll unseeded dice",
                call -> FORBIDDEN_CALLS.contains(call.getFullName())
                        || call.getName().equals("now")
                                && call.getOwner().getPackageName().equals("java.time"));
    }
}
