// Judges PDF files by PDF/UA-1 with veraPDF: a line for each, and the rules that the faulty ones break.

import java.io.FileInputStream;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class JudgePdfUa {
    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour standard = PDFAFlavour.PDFUA_1;
        boolean allPass = true;
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), standard)) {
                ValidationResult result = Foundries.defaultInstance().createValidator(standard, false).validate(parser);
                System.out.println((result.isCompliant() ? "passes " : "FAILS  ") + file);
                allPass = allPass && result.isCompliant();
                for (TestAssertion fault : result.getTestAssertions()) {
                    System.out.println("  " + fault.getRuleId().getClause() + ": " + fault.getMessage());
                }
            }
        }
        System.exit(allPass ? 0 : 1);
    }
}
