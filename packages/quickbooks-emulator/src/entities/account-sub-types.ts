// The sub-types of accounts by type: those of Intuit's page on the Account, and of its schema (Finance.xsd, AccountSubTypeEnum).

/** First the one that Intuit takes where none is given. Some are here twice, as the page spells them and as the schema does. */
const subTypesOfType: Readonly<Record<string, string>> = {
  Bank: `CashOnHand
    CashAndCashEquivalents Checking MoneyMarket OtherEarMarkedBankAccounts OtherEarmarkedBankAccounts
    RentsHeldInTrust Savings TrustAccounts`,
  'Accounts Receivable': 'AccountsReceivable',
  'Other Current Asset': `EmployeeCashAdvances
    AllowanceForBadDebts AssetsAvailableForSale BalWithGovtAuthorities CalledUpShareCapitalNotPaid DevelopmentCosts
    ExpenditureAuthorisationsAndLettersOfCredit GlobalTaxDeferred GlobalTaxRefund InternalTransfers Inventory
    Investment_MortgageRealEstateLoans Investment_Other Investment_TaxExemptSecurities
    Investment_USGovernmentObligations LoansToOfficers LoansToOthers LoansToStockholders OtherConsumables
    OtherCurrentAssets PrepaidExpenses ProvisionsCurrentAssets Retainage ShortTermInvestmentsInRelatedParties
    ShortTermLoansAndAdvancesToRelatedParties TradeAndOtherReceivables UndepositedFunds`,
  'Fixed Asset': `FurnitureAndFixtures
    AccumulatedAmortization AccumulatedDepletion AccumulatedDepreciation AssetsInCourseOfConstruction Buildings
    CapitalWip CumulativeDepreciationOnIntangibleAssets DepletableAssets FixedAssetComputers FixedAssetCopiers
    FixedAssetFurniture FixedAssetOtherToolsEquipment FixedAssetPhone FixedAssetPhotoVideo FixedAssetSoftware
    IntangibleAssets IntangibleAssetsUnderDevelopment Land LandAsset LeaseholdImprovements MachineryAndEquipment
    NonCurrentAssets OtherFixedAssets ParticipatingInterests ProvisionsFixedAssets Vehicles`,
  'Other Asset': `Licenses
    AccumulatedAmortizationOfOtherAssets AssetsHeldForSale AvailableForSaleFinancialAssets DeferredTax Goodwill
    Investments LeaseBuyout LongTermInvestments LongTermLoansAndAdvancesToRelatedParties OrganizationalCosts
    OtherIntangibleAssets OtherLongTermAssets OtherLongTermInvestments OtherLongTermLoansAndAdvances
    PrepaymentsAndAccruedIncome ProvisionsNonCurrentAssets SecurityDeposits`,
  'Accounts Payable': `AccountsPayable
    OutstandingDuesMicroSmallEnterprise OutstandingDuesOtherThanMicroSmallEnterprise`,
  'Credit Card': 'CreditCard',
  'Other Current Liability': `OtherCurrentLiabilities
    AccruedLiabilities CurrentLiabilities CurrentPortionEmployeeBenefitsObligations
    CurrentPortionOfObligationsUnderFinanceLeases CurrentTaxLiability DirectDepositPayable DividendsPayable
    DutiesAndTaxes FederalIncomeTaxPayable GlobalTaxPayable GlobalTaxSuspense InsurancePayable InterestPayables
    LineOfCredit LoanPayable PayrollClearing PayrollTaxPayable PrepaidExpensesPayable
    ProvisionForWarrantyObligations ProvisionsCurrentLiabilities RentsInTrustLiability SalesTaxPayable
    ShortTermBorrowings SocialSecurityAgencies StaffAndRelatedLiabilityAccounts StateLocalIncomeTaxPayable
    SundryDebtorsAndCreditors TradeAndOtherPayables TrustAccountsLiabilities`,
  'Long Term Liability': `NotesPayable
    AccrualsAndDeferredIncome AccruedLongLermLiabilities AccruedVacationPayable BankLoans
    DebtsRelatedToParticipatingInterests DeferredTaxLiabilities GovernmentAndOtherPublicAuthorities
    GroupAndAssociates LiabilitiesRelatedToAssetsHeldForSale LongTermBorrowings LongTermDebit
    LongTermEmployeeBenefitObligations ObligationsUnderFinanceLeases OtherLongTermLiabilities
    OtherLongTermProvisions ProvisionForLiabilities ProvisionsNonCurrentLiabilities ShareholderNotesPayable
    StaffAndRelatedLongTermLiabilityAccounts`,
  Equity: `OpeningBalanceEquity
    AccumulatedAdjustment AccumulatedOtherComprehensiveIncome CalledUpShareCapital CapitalReserves CommonStock
    DividendDisbursed EquityInEarningsOfSubsiduaries EstimatedTaxes Funds Healthcare InvestmentGrants
    MoneyReceivedAgainstShareWarrants OtherFreeReserves OwnersEquity PaidInCapitalOrSurplus PartnerContributions
    PartnerDistributions PartnersEquity PersonalExpense PersonalIncome PreferredStock RetainedEarnings
    ShareApplicationMoneyPendingAllotment ShareCapital TreasuryStock`,
  Income: `OtherPrimaryIncome
    CashReceiptIncome DiscountsRefundsGiven NonProfitIncome OperatingGrants OtherCurrentOperatingIncome
    OwnWorkCapitalized RevenueGeneral SalesOfProductIncome SalesRetail SalesWholesale SavingsByTaxScheme
    ServiceFeeIncome UnappliedCashPaymentIncome`,
  'Other Income': `OtherInvestmentIncome
    DividendIncome GainLossOnSaleOfFixedAssets GainLossOnSaleOfInvestments InterestEarned LossOnDisposalOfAssets
    OtherMiscellaneousIncome OtherOperatingIncome TaxExemptInterest UnrealisedLossOnSecuritiesNetOfTax`,
  'Cost of Goods Sold': `CostOfLaborCos
    CostOfSales EquipmentRentalCos FreightAndDeliveryCos FreightAndDeliveryCost OtherCostsOfServiceCos
    ShippingFreightDeliveryCos SuppliesMaterialsCogs`,
  Expense: `Travel
    AdvertisingPromotional AmortizationExpense AppropriationsToDepreciation Auto BadDebts BankCharges BorrowingCost
    CharitableContributions CommissionsAndFees CostOfLabor DistributionCosts DuesSubscriptions Entertainment
    EntertainmentMeals EquipmentRental ExternalServices ExtraordinaryCharges FinanceCosts GlobalTaxExpense
    IncomeTaxExpense Insurance InterestPaid LegalProfessionalFees LossOnDiscontinuedOperationsNetOfTax
    ManagementCompensation OfficeExpenses OfficeGeneralAdministrativeExpenses OtherBusinessExpenses
    OtherCurrentOperatingCharges OtherExternalServices OtherMiscellaneousServiceCost OtherRentalCosts
    OtherSellingExpenses PayrollExpenses ProjectStudiesSurveysAssessments PromotionalMeals PurchasesRebates
    RentOrLeaseOfBuildings RepairMaintenance ShippingAndDeliveryExpense ShippingFreightDelivery StaffCosts Sundry
    SuppliesMaterials TaxesPaid TravelExpensesGeneralAndAdminExpenses TravelExpensesSellingExpense TravelMeals
    UnappliedCashBillPaymentExpense Utilities`,
  'Other Expense': `Depreciation
    Amortization DeferredTaxExpense Depletion ExceptionalItems ExchangeGainOrLoss ExtraordinaryItems GasAndFuel
    HomeOffice HomeOwnerRentalInsurance HomeownerRentalInsurance IncomeTaxOtherExpense MatCredit MortgageInterest
    MortgageInterestHomeOffice OtherHomeOfficeExpenses OtherMiscellaneousExpense OtherVehicleExpenses
    ParkingAndTolls PenaltiesSettlements PriorPeriodItems RentAndLease RentAndLeaseHomeOffice
    RepairsAndMaintainceHomeOffice RepairsAndMaintenance TaxRoundoffGainOrLoss Utilities UtilitiesHomeOffice Vehicle
    VehicleInsurance VehicleLease VehicleLoan VehicleLoanInterest VehicleRegistration VehicleRepairs
    WashAndRoadServices`,
};

/** The schema has these and the page does not: of any type, as far as is known. */
const ofNoKnownType = `
  CarriedForwardRelief CashExpenditureExpense Communications DeferredRevenue FinanceCostsRestricted
  ForeignTaxesIncurred Gratuity HealthSavingsAccountContributions IncomeTaxPayable IntangibleAssetsOther
  OtherDebtors PayrollTaxExpenses PayrollWageExpenses PremiumsPaid PremiumsReceived PropertyTaxHomeOffice
  RentARoomReliefReliefClaimed RentARoomReliefRentsReceived UkTaxesWithheld WithholdingAssetAmount
  WithholdingLiabilityAmount WithholdingTaxPurchases WithholdingTaxSales WithholdingTaxSuspense`;

const namesIn = (text: string): readonly string[] => text.trim().split(/\s+/);

const typesOfSubType = new Map<unknown, string[]>(namesIn(ofNoKnownType).map((name) => [name, []]));
for (const [type, names] of Object.entries(subTypesOfType)) {
  for (const name of namesIn(names)) typesOfSubType.set(name, [...(typesOfSubType.get(name) ?? []), type]);
}

export const accountSubTypes: ReadonlySet<unknown> = new Set(typesOfSubType.keys());

/** The types that a sub-type may be of, first the one that it stands for alone; none where none is known. */
export function typesOf(subType: unknown): readonly string[] {
  return typesOfSubType.get(subType) ?? [];
}

export function usualSubType(type: string): string {
  return namesIn(subTypesOfType[type] ?? '')[0] ?? '';
}
